import Gradus
import SIMDKernels
import TensorCore

extension Workload {
  /// Products of square matrices (powers of two, and sizes that no tile divides), and of a matrix and
  /// a vector.
  static let matrixProducts =
    [64, 128, 256, 512, 1024, 2048, 63, 97, 255, 1000].map {
      matrixProduct("matmul_\($0)", Float.self, MatrixProduct(size: $0))
    }
    + [
      matrixProduct("matmul_f64_512", Double.self, MatrixProduct(size: 512)), matrixVectorProduct,
    ]

  /// The product that a name such as `matmul_f64_ta_1024x64x784` describes: see ``MatrixProduct``.
  public static func matrixProduct(named name: String) -> Workload? {
    guard name.hasPrefix("matmul_"), let product = MatrixProduct(name.dropFirst(7)) else {
      return nil
    }
    return product.isDouble
      ? matrixProduct(name, Double.self, product) : matrixProduct(name, Float.self, product)
  }

  /// The largest size at which the textbook's loops are measured: a product of size 2048 would keep
  /// them busy for more than ten seconds.
  public static let largestTextbookSize = 512

  private static func matrixProduct<Scalar: TensorScalar & BinaryFloatingPoint>(
    _ name: String, _ type: Scalar.Type, _ product: MatrixProduct
  ) -> Workload {
    let unit = Unit.gigaflops(operations: product.operations)
    let textbook = Yardstick("textbook", unit) { _ in
      let n = product.columns
      let (a, b): (Tensor<Scalar>, _) = product.factors()
      var c = Tensor<Scalar>.zeros([n, n])
      return PreparedWork(
        run: { times in for _ in 0..<times { multiplyByTheBook(a, b, into: &c) } },
        result: { c.elements.map(\.doubleValue) })
    }
    let isTextbooks = product == MatrixProduct(size: min(product.columns, largestTextbookSize))
    return Workload(
      name, "\(product.summary); \(type)", unit,
      yardsticks: (isTextbooks ? [textbook] : []) + [peak(type)]
    ) {
      let (a, b): (Tensor<Scalar>, _) = product.factors()
      var c = a
      return PreparedWork(
        run: { times in
          for _ in 0..<times {
            c = matmul(
              a, b, transposeA: product.transposeA, transposeB: product.transposeB)
          }
        },
        result: { c.elements.map(\.doubleValue) })
    }
  }

  private static let matrixVectorProduct = Workload(
    "matvec_1024", "[1024, 1024] · [1024]; Float", .gigaflops(operations: 2 * 1024 * 1024)
  ) {
    var generator = RandomGenerator(seed: 1)
    let a = Tensor<Float>.normal([1024, 1024], using: &generator)
    let x = Tensor<Float>.normal([1024], using: &generator)
    var y = x
    return PreparedWork(
      run: { times in for _ in 0..<times { y = matmul(a, x) } },
      result: { y.elements.map(Double.init) })
  }

  private static func multiplyByTheBook<Scalar: TensorScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, into c: inout Tensor<Scalar>
  ) {
    let n = a.shape[0]
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          textbookMatmul(a.baseAddress!, b.baseAddress!, c.baseAddress!, m: n, k: n, n: n)
        }
      }
    }
  }

  /// What the vector unit can do at most, measured in the same minute as what is compared with it.
  static func peak<Scalar: BinaryFloatingPoint>(_ type: Scalar.Type) -> Yardstick {
    let rounds = 10_000
    let operations = rounds * PeakRate.operationsPerRound(of: type)
    let isDouble = type == Double.self
    return Yardstick("peak", .gigaflops(operations: operations), isParallel: true) { threads in
      var sum = 0.0
      return PreparedWork(
        run: { times in
          // The threads share the rounds.
          let rounds = times * rounds / threads
          sum =
            isDouble
            ? PeakRate.runDouble(rounds: rounds, threads: threads)
            : Double(PeakRate.runFloat(rounds: rounds, threads: threads))
        },
        result: { [sum] })
    }
  }
}
