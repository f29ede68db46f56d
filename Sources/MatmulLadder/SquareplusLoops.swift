/// Lesson 13's operation y = ½·(x + √(x² + b)) in loops of one's own, compiled as the kernels are.
public enum SquareplusLoops {
  /// Number by number. The compiler makes vectors of it where it can.
  public static func plain(
    _ x: UnsafePointer<Float>, _ b: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count { y[i] = 0.5 * (x[i] + (x[i] * x[i] + b).squareRoot()) }
  }

  /// Eight numbers at a time, and the tail one by one.
  public static func vector(
    _ x: UnsafePointer<Float>, _ b: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    typealias Vector = SIMD8<Float>
    let whole = count / 8 * 8
    for i in stride(from: 0, to: whole, by: 8) {
      let v = UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
      let result = (v + (v * v + b).squareRoot()) * 0.5
      UnsafeMutableRawPointer(y + i).storeBytes(of: result, as: Vector.self)
    }
    plain(x + whole, b, y + whole, count - whole)
  }
}
