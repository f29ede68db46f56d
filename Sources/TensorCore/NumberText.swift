import Foundation

/// The shortest text from which a number is read back to the same bits: `0.1`, `-0.0`, `5e-324`, `inf`.
///
/// A NaN is `nan` on every machine. Swift and C show its sign, which means nothing and depends on the
/// processor: 0/0 has it on x86 and not on ARM, and readers of files do not know `-nan`.
package func numberText(_ number: some TensorScalar) -> String {
  number.doubleValue.isNaN ? "nan" : "\(number)"
}

/// A number in one of C's formats, such as `%.4g`; `nan` for a NaN.
package func numberText(_ number: Double, _ format: String) -> String {
  number.isNaN ? "nan" : String(format: format, number)
}
