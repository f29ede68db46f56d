import Curriculum
import Gradus

/// The functions of lesson 14: of the learner, of the solution, or wrong ones.
public struct LeavingAnswers: LessonAnswers {
  /// Rows and columns, or any other shape.
  public typealias Matrix = Tensor<Double>

  /// Exercise 1.
  public typealias Translated =
    @Sendable (_ weights: [String: Matrix], _ parts: [String: String], _ transposed: Set<String>)
    throws -> [String: Matrix]
  /// Exercise 2.
  public typealias Varint = @Sendable (_ value: UInt64) throws -> [UInt8]
  /// Exercise 3.
  public typealias QuantizedRow =
    @Sendable (_ row: [Double]) throws -> (scale: Double, integers: [Int8])
  /// Exercise 4.
  public typealias IntegerProduct =
    @Sendable (
      _ x: [Int8], _ weight: [[Int8]], _ xScale: Double, _ weightScales: [Double],
      _ bias: [Double]
    ) throws -> [Double]
  /// Exercise 5.
  public typealias ErrorBound =
    @Sendable (_ x: [Double], _ xScale: Double, _ weight: [Double], _ weightScale: Double) throws
    -> Double
  /// Exercise 6.
  public typealias Comparison =
    @Sendable (_ before: Matrix, _ after: Matrix, _ labels: [Int]) throws -> (
      agreement: Double, lossBefore: Double, lossAfter: Double
    )
  /// Exercise 7.
  public typealias Roofline =
    @Sendable (
      _ sizes: [Int], _ batch: Int, _ bytesPerNumber: Int, _ peak: Double, _ bandwidth: Double
    ) throws -> (operations: Int, bytes: Int, seconds: Double)
  /// Exercise 8.
  public typealias HalvingRound =
    @Sendable (
      _ draws: [Double], _ lowest: Double, _ highest: Double, _ loss: (Double) throws -> Double
    ) throws -> [Double]
  /// Exercise 9.
  public typealias AllReduce =
    @Sendable (
      _ buffers: [[Double]],
      _ send: (_ numbers: [Double], _ from: Int, _ to: Int) throws -> [Double]
    ) throws -> [[Double]]

  /// Exercise 1.
  public var translated: Translated = todo("translated")
  /// Exercise 2.
  public var varint: Varint = todo("varint")
  /// Exercise 3.
  public var quantizedRow: QuantizedRow = todo("quantizedRow")
  /// Exercise 4.
  public var integerProduct: IntegerProduct = todo("integerProduct")
  /// Exercise 5.
  public var errorBound: ErrorBound = todo("errorBound")
  /// Exercise 6.
  public var comparison: Comparison = todo("comparison")
  /// Exercise 7.
  public var roofline: Roofline = todo("roofline")
  /// Exercise 8.
  public var halvingRound: HalvingRound = { _, _, _, _ in throw Todo("halvingRound") }
  /// Exercise 9.
  public var allReduce: AllReduce = { _, _ in throw Todo("allReduce") }

  /// Answers of which each is still to do.
  public init() {}
}

/// Two tensors that would get one name, see exercise 1.
public struct NameClash: Error, Equatable {
  /// The name that both would have.
  public let name: String

  /// Names the clash.
  public init(_ name: String) { self.name = name }
}
