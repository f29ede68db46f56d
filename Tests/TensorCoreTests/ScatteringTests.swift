import TensorCore
import TestSupport
import Testing

/// Parts that are added at their indices.
@Suite struct ScatteringTests {
  @Test func partsWithTheSameIndexAddUp() {
    let x: Tensor<Float> = [[1, 2], [10, 20], [100, 200]]
    #expect(x.scatterAdd(at: [2, 0, 2], extent: 3) == [[10, 20], [0, 0], [101, 202]])
    #expect(x.scatterAdd(at: [0, 0], along: 1, extent: 2) == [[3, 0], [30, 0], [300, 0]])
  }

  /// ⟨gather(x), y⟩ = ⟨x, scatterAdd(y)⟩ for all x and y: each is the other's pullback.
  @Test func theTransposeOfGather() {
    for shape in [[4], [5, 3], [2, 4, 3], [3, 1, 2, 2], [3, 0]] {
      for axis in shape.indices where shape[axis] > 0 {
        var generator = RandomGenerator(seed: UInt64(axis))
        let indices = (0..<6).map { _ in generator.uniformInteger(below: shape[axis]) }
        let x = Tensor<Double>.randomIntegers(shape, seed: 1)
        let gathered = x.gather(indices, along: axis)
        let y = Tensor<Double>.randomIntegers(gathered.shape.dimensions, seed: 2)
        let scattered = y.scatterAdd(at: indices, along: axis, extent: shape[axis])
        #expect(scattered.shape == x.shape)
        #expect((gathered * y).sum() == (x * scattered).sum(), "shape \(shape), axis \(axis)")
      }
    }
  }

  /// As many parts that blocks of blocks fill, in several rows: each sum has the bits of the naive `sum`.
  @Test(.on(.naive)) func manyPartsOfOneIndex() {
    let count = 9000
    var generator = RandomGenerator(seed: 3)
    let indices = (0..<count).map { _ in generator.uniformInteger(below: 50) == 0 ? 2 : 0 }
    let x = Tensor<Float>.random([2, count, 3], seed: 4)
    let scattered = x.scatterAdd(at: indices, along: 1, extent: 4)
    for index in 0..<4 {
      let parts = indices.indices.filter { indices[$0] == index }
      let sums = x.gather(parts, along: 1).sum(along: 1)
      #expect(scattered[0..., index..<index + 1].reshaped(to: [2, 3]) == sums, "index \(index)")
    }
  }

  @Test func badIndices() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 2]).scatterAdd(at: [0, 3], extent: 3)
    }.says("scatterAdd: index 3 is out of range: expected 0..<3")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 2]).scatterAdd(at: [0], extent: 3)
    }.says("scatterAdd: 1 indices for the 2 parts along axis 0 of shape [2, 2]")
  }
}
