/// The functions of lesson 7: of the learner, of the solution, or wrong ones.
///
/// All matrices are row-major: a with m rows of k numbers, b with k rows of n, c with m rows of n.
public struct SpeedAnswers: Sendable {
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
  public var rowByRow: Product
  /// Exercise 2.
  public var blocked: Product
  /// Exercise 3.
  public var dot: Dot
  /// Exercise 4.
  public var tiled: Product
  /// Exercise 5.
  public var pack: Pack
  /// Exercise 6.
  public var packed: Product
  /// Exercise 7.
  public var isProduct: ProductCheck
  /// Exercise 8.
  public var split: @Sendable (_ rows: Int, _ threads: Int) throws -> [Range<Int>]

  /// Puts the eight functions together.
  public init(
    rowByRow: @escaping Product, blocked: @escaping Product, dot: @escaping Dot,
    tiled: @escaping Product, pack: @escaping Pack, packed: @escaping Product,
    isProduct: @escaping ProductCheck,
    split: @escaping @Sendable (Int, Int) throws -> [Range<Int>]
  ) {
    self.rowByRow = rowByRow
    self.blocked = blocked
    self.dot = dot
    self.tiled = tiled
    self.pack = pack
    self.packed = packed
    self.isProduct = isProduct
    self.split = split
  }

  /// Right answers to all exercises, compiled as the learner's are.
  public static let solution = SpeedAnswers(
    rowByRow: Speed.rowByRow,
    blocked: Speed.blocked,
    dot: Speed.dot,
    tiled: Speed.tiled,
    pack: Speed.pack,
    packed: Speed.packed,
    isProduct: Speed.isProduct,
    split: Speed.split)
}
