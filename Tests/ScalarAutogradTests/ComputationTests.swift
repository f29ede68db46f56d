import ScalarAutograd
import Testing

@Suite struct ComputationTests {
  @Test func itHasAllThatLedToANumberInOrder() {
    let graph = Graph()
    let x = graph.variable(2, "x")
    _ = x.exp()  // not part of z
    let y = graph.variable(-3, "y")
    let z = (x * y + x).named("z")
    z.backward()
    let steps = z.computation
    #expect(steps.map(\.name) == ["x", "y", nil, "z"])
    #expect(steps.map(\.operation) == ["variable", "variable", "*", "+"])
    #expect(steps.map(\.value) == [2, -3, -6, -4])
    #expect(steps.map(\.gradient) == [-2, 2, 1, 1])
    // The places are those among the steps, not those in the graph.
    #expect(steps.map { $0.inputs.map(\.step) } == [[], [], [0, 1], [2, 0]])
    #expect(steps[2].inputs.map(\.derivative) == [-3, 2])
    #expect(steps[3].inputs.map(\.derivative) == [1, 1])
  }

  @Test func aNumberAloneIsAComputation() {
    let steps = Graph().variable(1).computation
    #expect(steps.count == 1 && steps[0].inputs.isEmpty && steps[0].name == nil)
  }

  @Test func aNumberUsedTwiceByOneOperationIsTwoInputs() {
    let x = Graph().variable(3, "x")
    let steps = (x * x).computation
    #expect(steps[1].inputs.map(\.step) == [0, 0])
  }
}
