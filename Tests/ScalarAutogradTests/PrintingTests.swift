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

  /// 1 + 1 + … with as many signs as said.
  private func sum(of length: Int) -> Value {
    let graph = Graph()
    return (0..<length).reduce(graph.variable(1, "x")) { sum, _ in sum + graph.constant(1) }
  }

  @Test("a deep graph names its levels")
  func deep() {
    let lines = sum(of: 22).description.split(separator: "\n")
    #expect(lines[19] == String(repeating: "  ", count: 19) + "+ : value 4, gradient 0")
    #expect(lines[20] == String(repeating: "  ", count: 20) + "level 20: + : value 3, gradient 0")
    #expect(lines[22] == String(repeating: "  ", count: 20) + "level 22: x : value 1, gradient 0")
    #expect(
      lines[24] == String(repeating: "  ", count: 20) + "level 21: constant : value 1, gradient 0")
  }

  /// The characters written are all the work there is.
  @Test("of a graph eight times as large, the text is eight times as long")
  func work() {
    let (small, large) = (sum(of: 500), sum(of: 4000))
    let counts = (small.description.utf8.count, large.description.utf8.count)
    #expect(counts.1 < 10 * counts.0, "\(counts)")
  }

  @Test("a NaN has no sign, on no processor")
  func nan() {
    #expect(Graph().variable(-Double.nan, "x").description == "x : value nan, gradient 0")
  }

  @Test func numbersAreRounded() {
    let x = Graph().variable(1.0 / 3, "a \"b\" \\ c")
    #expect(x.description == "a \"b\" \\ c : value 0.3333, gradient 0")
  }
}
