import Dispatch
import TensorCore
import TestSupport
import Testing

/// Buffers are counted for the whole process, so each test runs in one of its own.
@Suite struct MemoryTests {
  @Test func temporariesAreGivenBack() async {
    await #expect(processExitsWith: .success) {
      let start = TensorMemory.liveBufferCount
      do {
        let x = Tensor<Float>.ones([10, 10])
        let y = x
        let z = x.reshaped(to: [100])
        #expect(TensorMemory.liveBufferCount == start + 1, "copies and other shapes share a buffer")
        let total = ((y + 1) * x).exp().sum(along: 0).sum() + z.sum()
        #expect(total > 0)
        #expect(TensorMemory.liveBufferCount == start + 1, "temporaries have died")
        withExtendedLifetime((x, y, z)) {}
      }
      #expect(TensorMemory.liveBufferCount == start)
    }
  }

  @Test func everyOperationGivesBackWhatItTook() async {
    await #expect(processExitsWith: .success) {
      let start = TensorMemory.liveBufferCount
      for _ in 0..<3 {
        var x = Tensor<Float>.random([3, 4, 5], seed: 1)
        x[0, 1...] = x[1, 1...]
        let original = x
        x += original
        _ = matmul(x, original, transposeB: true).logSumExp(along: [0, 2])
        _ = Tensor.stack([x, original], along: 1).permuted(to: [3, 1, 0, 2]).argmax(along: 0)
        _ = select(x .> 0, x, Tensor(0)).gather([1, 1], along: -1).variance(along: [0, 2])
      }
      #expect(TensorMemory.liveBufferCount == start)
    }
  }

  @Test func largeBuffersAreHandedOutAgain() async {
    await #expect(processExitsWith: .success) {
      func address(_ x: Tensor<Float>) -> UnsafePointer<Float>? {
        x.withUnsafeBufferPointer { $0.baseAddress }
      }
      let first = address(.zeros([64, 1024]))
      // Something else of another size in between does not matter.
      let other = Tensor<Float>.ones([100_000])
      let second = Tensor<Float>.zeros([1024, 64])
      #expect(address(second) == first, "a buffer of the same size is used again")
      let third = Tensor<Float>.zeros([1024, 64])
      #expect(address(third) != first, "a buffer in use is not")
      withExtendedLifetime((other, second, third)) {}
    }
  }

  /// Three waves, each of another size: what the first has left must not keep out the others.
  @Test func sizesThatNobodyWantsGo() async {
    await #expect(processExitsWith: .success) {
      /// As many buffers at the same time as make up so many mebibytes, never touched.
      func addresses(mebibytes: Int, each size: Int) -> Set<UnsafePointer<UInt64>> {
        let tensors = (0..<mebibytes / size).map { _ in
          Tensor<UInt64>(unsafeUninitializedShape: [size * 131_072]) { _ in }
        }
        return Set(tensors.map { $0.withUnsafeBufferPointer { $0.baseAddress! } })
      }
      func areHandedOutAgain(mebibytes: Int, each size: Int) -> Bool {
        addresses(mebibytes: mebibytes, each: size) == addresses(mebibytes: mebibytes, each: size)
      }
      // 256 MiB wait at most.
      #expect(areHandedOutAgain(mebibytes: 256, each: 4))
      #expect(areHandedOutAgain(mebibytes: 192, each: 3))
      #expect(areHandedOutAgain(mebibytes: 250, each: 5))
      // The oldest have gone, and no more than needed: of 256 MiB, 6 are left for the sizes before.
      let last = addresses(mebibytes: 250, each: 5)
      #expect(areHandedOutAgain(mebibytes: 6, each: 6))
      #expect(addresses(mebibytes: 250, each: 5) == last)
    }
  }

  @Test func manyThreadsShareThePool() async {
    await #expect(processExitsWith: .success) {
      let start = TensorMemory.liveBufferCount
      DispatchQueue.concurrentPerform(iterations: 8) { thread in
        for round in 0..<200 {
          // Two sizes on either side of the limit below which buffers are not kept.
          let count = round % 2 == 0 ? 16_384 : 1_000
          let x = Tensor<Int>(repeating: thread, shape: [count])
          let y = x.map { $0 + round }
          let isIntact = y.withUnsafeBufferPointer { $0.allSatisfy { $0 == thread + round } }
          if !isIntact { fatalError("another thread has written into this tensor") }
        }
      }
      #expect(TensorMemory.liveBufferCount == start)
    }
  }
}
