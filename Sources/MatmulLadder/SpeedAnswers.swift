import Curriculum

/// The functions of lesson 7: of the learner, of the solution, or wrong ones.
///
/// All matrices are row-major: a with m rows of k numbers, b with k rows of n, c with m rows of n.
public struct SpeedAnswers: LessonAnswers {
  /// A function that overwrites c by the product of a and b.
  public typealias Product =
    @Sendable (
      _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
      _ m: Int, _ k: Int, _ n: Int
    ) throws -> Void
  /// The sum of the products of two vectors' elements.
  public typealias Dot =
    @Sendable (_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) throws -> Float
  /// A function that copies b into panels of eight columns.
  public typealias Pack =
    @Sendable (
      _ b: UnsafePointer<Float>, _ panels: UnsafeMutablePointer<Float>, _ k: Int, _ n: Int
    ) throws -> Void
  /// Whether c is the product of a and b, as exactly as can be expected.
  public typealias ProductCheck =
    @Sendable (
      _ c: UnsafePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ m: Int,
      _ k: Int, _ n: Int
    ) throws -> Bool

  /// Exercise 1.
  public var rowByRow: Product = todo("rowByRow")
  /// Exercise 2.
  public var blocked: Product = todo("blocked")
  /// Exercise 3.
  public var dot: Dot = todo("dot")
  /// Exercise 4.
  public var tiled: Product = todo("tiled")
  /// Exercise 5.
  public var pack: Pack = todo("pack")
  /// Exercise 6.
  public var packed: Product = todo("packed")
  /// Exercise 7.
  public var isProduct: ProductCheck = todo("isProduct")
  /// Exercise 8.
  public var split: @Sendable (_ rows: Int, _ threads: Int) throws -> [Range<Int>] = todo("split")

  /// Answers of which each is still to do.
  public init() {}

  /// Right answers to all exercises, compiled as the learner's are.
  public static let solution: SpeedAnswers = {
    var answers = SpeedAnswers()
    answers.rowByRow = Speed.rowByRow
    answers.blocked = Speed.blocked
    answers.dot = Speed.dot
    answers.tiled = Speed.tiled
    answers.pack = Speed.pack
    answers.packed = Speed.packed
    answers.isProduct = Speed.isProduct
    answers.split = Speed.split
    return answers
  }()
}
