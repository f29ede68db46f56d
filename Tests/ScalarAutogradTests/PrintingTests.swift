import ScalarAutograd
import Testing

@Suite struct PrintingTests {
  /// z = x·y + x at (2, −3), whose gradients are −2 and 2.
  private func example() -> Value {
    let graph = Graph()
    let x = graph.variable(2, "x")
    let y = graph.variable(-3, "y")
    _ = graph.variable(1).exp()  // not part of z, so not printed
    let z = (x * y + x).named("z")
    z.backward()
    return z
  }

  @Test func text() {
    #expect(
      example().description == """
        z = + : value -4, gradient 1
          * : value -6, gradient 1
            x : value 2, gradient -2
            y : value -3, gradient 2
          x : see above
        """)
  }

  @Test func dot() {
    #expect(
      example().dot == #"""
        digraph {
          rankdir=LR;
          node [shape=box];
          n0 [label="x\nvalue 2, gradient -2"];
          n1 [label="y\nvalue -3, gradient 2"];
          n4 [label="*\nvalue -6, gradient 1"];
          n5 [label="z = +\nvalue -4, gradient 1"];
          n0 -> n4;
          n1 -> n4;
          n4 -> n5;
          n0 -> n5;
        }
        """#)
  }

  @Test func numbersAreRoundedAndQuotesEscaped() {
    let x = Graph().variable(1.0 / 3, "a \"b\" \\ c")
    #expect(x.description == "a \"b\" \\ c : value 0.3333, gradient 0")
    #expect(x.dot.contains(#"label="a \"b\" \\ c\nvalue 0.3333, gradient 0""#))
  }
}
