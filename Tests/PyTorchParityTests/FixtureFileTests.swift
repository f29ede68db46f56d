import Foundation
import Gradus
import Testing

/// The files and the comparison themselves: a comparison that accepts everything proves nothing.
@Suite struct FixtureFileTests {
  @Test("an index that does not fit its numbers is refused")
  func wrongFiles() throws {
    let index = """
      {"pytorch":"0","cases":[{"subject":"Linear","configuration":{"bias":"true"},
      "tensors":{"input":{"shape":[2],"offset":1}}}]}
      """
    #expect(throws: FixtureError("tensors.f64 has 3 numbers, but index.json names 2")) {
      try read(index, numberOfBytes: 24)
    }
    #expect(
      throws: FixtureError(
        "Linear, input: expected the numbers 1..<3 in tensors.f64, found 2 in all")
    ) { try read(index, numberOfBytes: 16) }
    #expect(throws: FixtureError("tensors.f64: expected numbers of 8 bytes, found 17 bytes")) {
      try read(index, numberOfBytes: 17)
    }
  }

  private func read(_ index: String, numberOfBytes count: Int) throws -> [Fixture] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(index.utf8).write(to: folder.appending(path: "index.json"))
    try Data(count: count).write(to: folder.appending(path: "tensors.f64"))
    return try fixtures(in: folder)
  }

  @Test("the comparison allows 1e-10 of the largest magnitude, and names the first place beyond")
  func tolerance() {
    let expected: Tensor<Double> = [[1, -200], [0, 4]]
    #expect(difference([[1, -200], [1.9e-8, 4]], fromPyTorchs: expected) == nil)
    #expect(
      difference([[1, -200], [2.1e-8, 5]], fromPyTorchs: expected)
        == "at [1, 0] is 2.1e-08, PyTorch has 0.0; allowed is a difference of 2e-08")
    #expect(difference(expected.map { $0 == 1 ? .nan : $0 }, fromPyTorchs: expected) != nil)
    #expect(
      difference([1, -200, 0, 4], fromPyTorchs: expected)
        == "has shape [4], PyTorch's [2, 2]")
    #expect(difference([1e-300], fromPyTorchs: [0]) != nil)
  }

  @Test("what only one side has is noticed, and so is a parameter of another shape")
  func incompleteFixtures() throws {
    let whole = try #require(try Fixture.all(of: "Linear").first { $0.tensors["bias"] != nil })
    var generator = RandomGenerator(seed: 1)
    let linear = Linear<Double>(3, 2, using: &generator)
    #expect(try whole.differences(of: linear) == [])
    #expect(
      try without("bias.gradient").differences(of: linear) == ["only Gradus has bias.gradient"])
    #expect(
      try without("bias").differences(of: linear)
        == ["bias has shape [2], PyTorch has none of that"])
    #expect(
      try whole.differences(of: Linear<Double>(2, 2, using: &generator))
        == ["weight has shape [2, 2], PyTorch has none of that"])
    let unbiased = try whole.differences(
      of: Linear<Double>(3, 2, hasBias: false, using: &generator))
    #expect(unbiased.count == 2)
    #expect(unbiased.first == "only PyTorch has bias.gradient")

    func without(_ name: String) -> Fixture {
      var tensors = whole.tensors
      tensors[name] = nil
      return Fixture(
        subject: whole.subject, configuration: whole.configuration, tensors: tensors)
    }
  }
}
