import TensorCore
import Testing

/// Sizes near the largest `Int`, sizes that no memory holds, and huge extents beside an extent of 0.
@Suite struct SizeTests {
  @Test func rangesOfIntegers() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>(0..<(.max))
    }.says("tensor: no memory holds 9223372036854775807 elements of 8 bytes")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>(.min..<0)
    }.says(
      "Tensor: the range -9223372036854775808..<0 has more elements than an Int can count")
    #expect(Tensor<Int>(-1..<2) == [-1, 0, 1])
  }

  @Test func permutations() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = generator.permutation(.max)
    }.says("permutation: no memory holds 9223372036854775807 elements of 8 bytes")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = generator.permutation(-1)
    }.says("permutation: expected a count of at least 0, found -1")
  }

  /// Below the largest `Int` in bytes, and above all memory.
  @Test func moreThanTheMachineHas() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([1 << 50])
    }.says("tensor: no memory holds 1125899906842624 elements of 4 bytes")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([0, 1 << 50]).sum(along: 0)
    }.says("sum: [0, 1125899906842624] along [0]: no memory holds 1125899906842624 elements")
  }

  @Test func borders() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2]).padded([(.max, 1)], with: 0)
    }.says("padded: axis 0 of shape [2] and its border (before: 9223372036854775807, after: 1)")
  }

  @Test func joinedExtents() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let empty = Tensor<Float>.zeros([.max, 0])
      _ = Tensor.concatenate([empty, empty])
    }.says("concatenate: the extents along axis 0 add up to more than fits into an Int")
  }

  @Test func selectionsUpToTheLargestInt() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3])[Int.max, 0...]
    }.says("slice: index 9223372036854775807 is out of range")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3])[0...Int.max]
    }.says("slice: 0..<9223372036854775807 is out of range: axis 0 of shape [2, 3] is 0..<2")
    #expect((...Int.max).range(ofExtent: 1) == 0..<(.max))
    #expect((0..<1).range(ofExtent: -1) == 0..<1)
  }

  @Test func correctionBelowZero() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2]).variance(correction: .min)
    }.says("variance: expected a correction of at least 0, found -9223372036854775808")
  }

  /// Each of these once counted to 2⁴⁰, or made as many numbers.
  @Test func hugeExtentBesideAnEmptyOne() {
    let wide = Tensor<Float>.zeros([1 << 40, 0])
    #expect(wide.gather([], along: 1).shape == [1 << 40, 0])
    #expect(Tensor.concatenate([wide, wide], along: 1).shape == [1 << 40, 0])
    #expect(
      matmul(Tensor<Float>.zeros([1 << 40, 0, 3]), .zeros([3, 2])).shape == [1 << 40, 0, 2])
    #expect(wide.argmax(along: 0).shape == [0])
    #expect(wide.description.hasPrefix("Tensor<Float> [1099511627776, 0]\n[[],\n [],\n [],\n …"))
  }
}
