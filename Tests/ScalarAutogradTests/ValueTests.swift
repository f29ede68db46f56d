import ScalarAutograd
import Testing

@Suite struct ValueTests {
  /// x·x + x by hand: the gradient along three ways adds up.
  @Test func sharedValueAccumulates() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x + x
    y.backward()
    #expect(y.value == 12)
    #expect(x.gradient == 7)
  }

  /// x → a, b → c: a diamond whose tip must wait for both sides.
  @Test func diamond() {
    let graph = Graph()
    let x = graph.variable(2)
    let a = x * 3
    let b = x * x
    let c = a * b  // 3·x³
    c.backward()
    #expect(c.value == 24)
    #expect(x.gradient == 36)
    #expect(a.gradient == 4)
    #expect(b.gradient == 6)
  }

  @Test func runningBackwardAgainStartsAfresh() {
    let graph = Graph()
    let x = graph.variable(5)
    let y = x * x
    y.backward()
    y.backward()
    #expect(x.gradient == 10)
  }

  @Test func anotherResultOfTheSameGraph() {
    let graph = Graph()
    let x = graph.variable(0)
    // The derivative of √x is infinite at 0, but y does not depend on it.
    let root = x.pow(0.5)
    let y = x + 1
    y.backward()
    #expect(x.gradient == 1)
    #expect(root.gradient == 0)
  }

  /// 49·(1/49) would be less than 1.
  @Test func quotientsAreRoundedOnce() {
    let graph = Graph()
    let x = graph.variable(49)
    #expect((x / 49).value == 1 && (x / graph.variable(49)).value == 1 && (49 / x).value == 1)
  }

  /// x⁰ is constant, where 0·xʸ⁻¹ would be 0·∞.
  @Test func powerOfZeroAtZero() {
    let graph = Graph()
    let x = graph.variable(0)
    let y = x.pow(0)
    y.backward()
    #expect(y.value == 1 && x.gradient == 0)
  }

  /// Far out, 1 − tanh² x would be 0.
  @Test func slopeOfTanhFarOut() {
    let graph = Graph()
    let x = graph.variable(20)
    x.tanh().backward()
    #expect((x.gradient / 1.6993417021166355e-17 - 1).magnitude < 1e-15)
  }

  @Test func reluAtItsKink() {
    let graph = Graph()
    let x = graph.variable(0)
    x.relu().backward()
    #expect(x.gradient == 0)
  }

  @Test func numbersOnEitherSide() {
    let graph = Graph()
    let x = graph.variable(4)
    let cases: [(Value, Double, Double)] = [
      (x + 2, 6, 1), (2 + x, 6, 1), (x - 2, 2, 1), (2 - x, -2, -1),
      (x * 2, 8, 2), (2 * x, 8, 2), (x / 2, 2, 0.5), (2 / x, 0.5, -0.125), (-x, -4, -1),
    ]
    for (y, value, derivative) in cases {
      y.backward()
      #expect(y.value == value)
      #expect(x.gradient == derivative)
    }
  }

  /// Neither walking nor freeing may recurse: the stack would not hold so many frames.
  @Test func deepChain() {
    weak var freed: Graph?
    do {
      let graph = Graph()
      freed = graph
      let x = graph.variable(1)
      var y = x
      for _ in 0..<100_000 { y = y + x }
      y.backward()
      #expect(y.value == 100_001)
      #expect(x.gradient == 100_001)
      #expect(y.computation.count == 100_001)
    }
    #expect(freed == nil)
  }

  @Test func valuesOfDifferentGraphs() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Graph().variable(1) + Graph().variable(2)
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("+: the inputs are values of different graphs"))
  }
}
