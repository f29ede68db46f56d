import TensorCore
import TestSupport
import Testing

/// Bytes with one scale per row, and products with them.
@Suite struct QuantizedMatrixTests {
  private func uniform(
    _ shape: Shape, from low: Double, to high: Double, seed: UInt64
  ) -> Tensor<Float> {
    var generator = RandomGenerator(seed: seed)
    return .uniform(shape, from: low, to: high, using: &generator)
  }

  @Test("integers and scales by hand: ties to even, −127 and not −128, zeros, equal numbers")
  func byHand() {
    let matrix = Tensor<Float>([
      [127, 0.5, 1.5, -2.5], [-127, -126.5, 126.4, 3.5], [0, 0, 0, 0], [-3, -3, -3, -3],
    ])
    let quantized = QuantizedMatrix(matrix)
    #expect(
      quantized.values.elements == [
        127, 0, 2, -2, -127, -126, 126, 4, 0, 0, 0, 0, -127, -127, -127, -127,
      ])
    #expect(quantized.scales.elements[0...1] == [1, 1])
    #expect(quantized.scales.elements.allSatisfy { $0 > 0 })
    #expect(quantized.dequantized().elements[8..<12] == [0, 0, 0, 0])
    // 3/127·127 is 3 but for the last bit.
    #expect((quantized.dequantized() - matrix).abs().elements[12..<16].max()! <= Float(3).ulp)
    #expect(quantized.byteCount == 16 + 16)
  }

  @Test("each number is off by half a scale at most, from the smallest to the largest magnitudes")
  func bound() {
    for magnitude: Float in [.leastNonzeroMagnitude, 1e-38, 1e-30, 1, 1e30, 3e38] {
      let matrix = uniform([5, 301], from: -1, to: 1, seed: 3) * magnitude
      let quantized = QuantizedMatrix(matrix)
      let restored = quantized.dequantized().elements
      for (i, (w, r)) in zip(matrix.elements, restored).enumerated() {
        let half = quantized.scales.elements[i / 301] / 2
        #expect(abs(w - r) <= half + w.ulp, "\(magnitude): \(w) became \(r)")
      }
      #expect(!quantized.values.elements.contains(-128))
    }
  }

  /// x·Wᵀ as it is before anything is quantized, and the bound that the documentation gives.
  private func expectWithinBound(_ rows: Int, _ inner: Int, _ columns: Int, seed: UInt64) {
    let x = uniform([rows, inner], from: -2, to: 3, seed: seed)
    let w = uniform([columns, inner], from: -1, to: 1, seed: seed + 1)
    let quantized = QuantizedMatrix(w)
    let exact = matmul(Tensor<Double>(x), Tensor<Double>(w), transposeB: true)
    for quantizesRows in [false, true] {
      let product = quantizedMatmul(x, transposed: quantized, quantizesRows: quantizesRows)
      for i in 0..<rows {
        let row = x.elements[i * inner..<(i + 1) * inner].map { Double($0.magnitude) }
        for j in 0..<columns {
          let weights = w.elements[j * inner..<(j + 1) * inner].map { Double($0.magnitude) }
          var bound = Double(quantized.scales[j]) / 2 * row.reduce(0, +)
          if quantizesRows {
            bound += (row.max() ?? 0) / 127 / 2 * weights.reduce(0, +)
          }
          // Roundings of the sum, at most one for each product.
          bound += Double(inner + 3) * 0x1p-24 * zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(
            abs(Double(product[i, j]) - exact[i, j]) <= bound,
            "[\(rows), \(inner), \(columns)] seed \(seed), \(quantizesRows), at \(i), \(j)")
        }
      }
    }
  }

  @Test("a product is within the bound of the two scales", arguments: [Backend.naive, .simd])
  func products(backend: Backend) {
    withBackend(backend, threads: 2) {
      for (rows, inner, columns) in [
        (1, 1, 1), (1, 64, 32), (3, 31, 17), (2, 33, 100), (5, 1568, 9),
      ] {
        expectWithinBound(rows, inner, columns, seed: UInt64(inner))
      }
    }
  }

  @Test("sums of integers are exact: both backends give the same bits, for any size and rows")
  func sameBits() {
    for (rows, inner, columns) in [(1, 1, 1), (1, 64, 10), (3, 32, 8), (4, 31, 3), (2, 1037, 700)] {
      let x = uniform([rows, inner], from: -1, to: 1, seed: UInt64(rows))
      let w = QuantizedMatrix(uniform([columns, inner], from: -1, to: 1, seed: 9))
      let product = { quantizedMatmul(x, transposed: w, quantizesRows: true) }
      let naive = withBackend(.naive, product)
      for threads in [1, 2] { #expect(withBackend(.simd, threads: threads, product) == naive) }
    }
  }

  @Test("the widest sum fits: 133 144 products of 127·127", arguments: [Backend.naive, .simd])
  func widest(backend: Backend) {
    let count = QuantizedMatrix.mostColumns
    #expect(count * 127 * 127 <= Int(Int32.max))
    let ones = Tensor<Float>.ones([1, count])
    let product = withBackend(backend) {
      quantizedMatmul(ones, transposed: QuantizedMatrix(ones), quantizesRows: true)
    }
    #expect(abs(product.scalar() - Float(count)) <= 4 * Float(count).ulp)
  }

  @Test("an infinity or a NaN makes its row NaN, and no other", arguments: [Backend.naive, .simd])
  func notFinite(backend: Backend) {
    let w = QuantizedMatrix(Tensor<Float>.ones([20, 40]))
    for bad in [Float.nan, -.nan, .infinity, -.infinity] {
      var x = Tensor<Float>.ones([2, 40])
      x[1, 39] = bad
      let y = withBackend(backend) { quantizedMatmul(x, transposed: w, quantizesRows: true) }
      #expect(y.elements[..<20].allSatisfy { abs($0 - 40) < 1e-4 })
      #expect(y.elements[20...].allSatisfy { $0.isNaN })
    }
  }

  @Test("more axes, vectors, and nothing at all", arguments: [Backend.naive, .simd])
  func shapes(backend: Backend) {
    withBackend(backend) {
      let w = QuantizedMatrix(Tensor<Float>.ones([3, 4]))
      for quantizesRows in [false, true] {
        let product = { quantizedMatmul($0, transposed: w, quantizesRows: quantizesRows) }
        #expect(product(Tensor<Float>.ones([4])).shape == [3])
        #expect(product(Tensor<Float>.ones([2, 5, 4])).shape == [2, 5, 3])
        #expect(product(Tensor<Float>.ones([0, 4])).shape == [0, 3])
      }
      let empty = QuantizedMatrix(Tensor<Float>.zeros([2, 0]))
      #expect(quantizedMatmul(Tensor<Float>.zeros([1, 0]), transposed: empty).elements == [0, 0])
      #expect(
        quantizedMatmul(Tensor<Float>.zeros([1, 0]), transposed: empty, quantizesRows: true)
          .elements
          == [0, 0])
    }
  }

  @Test func whatIsRefused() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = QuantizedMatrix(Tensor<Float>([[1, 2], [.nan, 0]]))
    }.says("QuantizedMatrix: row 1 has a number that is infinite or NaN")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = QuantizedMatrix(Tensor<Float>.ones([3]))
    }.says("QuantizedMatrix: expected a matrix [K, D], found [3]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = QuantizedMatrix(Tensor<Float>.ones([1, 133_145]))
    }.says("QuantizedMatrix: 133145 columns, but sums of 32 bits hold at most 133144")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = QuantizedMatrix(Tensor<Float>.ones([1 << 40, 0]))
    }.says("QuantizedMatrix: a scale per row: no memory holds 1099511627776 elements of 4 bytes")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = quantizedMatmul(
        Tensor<Float>.ones([2, 3]), transposed: QuantizedMatrix(Tensor<Float>.ones([3, 2])))
    }.says("quantizedMatmul: [2, 3] · [3, 2]ᵀ: expected a first shape [..., 2]")
  }
}
