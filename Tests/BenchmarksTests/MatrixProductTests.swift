import Gradus
import Testing

@testable import Benchmarks

/// Products of any shape, asked for by name.
@Suite("Benchmarks: matrix products by name")
struct MatrixProductTests {
  @Test("a name says type, transpositions, batch and shape") func names() throws {
    let product = try #require(MatrixProduct("f64_ta_tb_b16_3x4x5"))
    #expect(product.isDouble && product.transposeA && product.transposeB && product.batch == 16)
    #expect((product.rows, product.inner, product.columns) == (3, 4, 5))
    #expect(product.operations == 2 * 16 * 3 * 4 * 5)
    let plain = try #require(MatrixProduct("64x32x16"))
    #expect(!plain.isDouble && !plain.transposeA && !plain.transposeB && plain.batch == 1)
  }

  @Test(
    "what is no name of a product is none",
    arguments: [
      "", "64", "64x64", "64x64x64x64", "64x64x", "0x64x64", "-1x2x3", "64x64x9999999999",
      "1048576x1x1048576", "f32_64x64x64", "tb_ta_64x64x64", "f64_f64_64x64x64", "b0_4x4x4",
      "_4x4x4",
      "b1048576_512x512x512", "04x4x4",
    ])
  func mistakes(name: String) {
    #expect(MatrixProduct(Substring(name)) == nil)
    #expect(Workload.matrixProduct(named: "matmul_" + name) == nil)
  }

  @Test(
    "it computes that product, on each backend",
    arguments: ["5x7x3", "f64_ta_5x7x3", "tb_5x7x3", "ta_tb_b4_5x7x3"])
  func results(name: String) throws {
    let product = try #require(MatrixProduct(Substring(name)))
    let (a, b): (Tensor<Double>, Tensor<Double>) = product.factors()
    let left = product.transposeA ? a.transposed() : a
    let right = product.transposeB ? b.transposed() : b
    let expected = matmul(left, right).elements
    for backend in Backend.allCases {
      let work = try #require(Workload.matrixProduct(named: "matmul_" + name))
        .prepared(for: backend, threads: 1)
      work.run(1)
      let found = work.result()
      #expect(found.count == expected.count)
      for (x, y) in zip(found, expected) { #expect(abs(x - y) < 1e-4) }
    }
  }
}
