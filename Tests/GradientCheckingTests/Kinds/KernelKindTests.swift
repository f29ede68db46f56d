import GradientChecking
import Synchronization
import TensorCore
import Testing

/// Kernels of max(x, 0)² that are wrong, each with a mistake that people make.
enum WrongKernel: String, CaseIterable, Mistake {
  case tailLeftOut
  case registerTooFar
  case tailByAnotherFormula
  case numberDropped
  case imprecise
  case sharedState

  /// Something that all calls of a kernel share.
  final class Calls: Sendable {
    let count = Mutex(0)
  }

  func run(_ x: Span<Float>, _ y: inout MutableSpan<Float>, _ calls: Calls) {
    func square(_ x: Float) -> Float { x > 0 ? x * x : 0 }
    switch self {
    case .tailLeftOut:
      for i in 0..<x.count / 8 * 8 { y[i] = square(x[i]) }
    case .registerTooFar:
      // Whole registers, the last of which goes past the end.
      let count = x.count
      y.withUnsafeMutableBufferPointer { y in
        guard let base = y.baseAddress else { return }
        for i in 0..<(count + 7) / 8 * 8 { base[i] = i < count ? square(x[i]) : 0 }
      }
    case .tailByAnotherFormula:
      let whole = x.count / 8 * 8
      for i in 0..<whole { y[i] = square(x[i]) }
      for i in whole..<x.count { y[i] = square(x[i]).nextUp }
    case .numberDropped:
      for i in x.indices {
        let positive = Float.maximum(x[i], 0)
        y[i] = positive * positive
      }
    case .imprecise:
      for i in x.indices { y[i] = x[i] > 0 ? Float(Float16(x[i])) * x[i] : 0 }
    case .sharedState:
      // Right at first, as long as nobody looks at many parts.
      let call = calls.count.withLock { count in
        count += x.count == 8192 ? 1 : 0
        return count
      }
      for i in x.indices { y[i] = square(x[i]) + (call > 8 ? 1 : 0) }
    }
  }

  var check: String {
    switch self {
    case .registerTooFar: "fences"
    case .numberDropped: "special values"
    case .tailByAnotherFormula: "position"
    case .sharedState: "threads"
    default: "values"
    }
  }

  var remark: String {
    switch self {
    case .tailLeftOut: "of 1 elements, element 0, "
    case .registerTooFar: "of 1 elements, it writes before or after the result."
    case .tailByAnotherFormula: "whole registers and the rest are computed by other formulas"
    case .numberDropped: "a minimum or maximum drops the NaN."
    case .imprecise: " ulp off."
    case .sharedState: "it writes to something that the calls share"
    }
  }
}

@Suite struct KernelKindTests {
  private func check<Scalar: TensorScalar & BinaryFloatingPoint>(
    _ scalar: Scalar.Type
  ) -> [ProofProblem] {
    checkKernel("squared ReLU", of: scalar) { x, y in
      for i in x.indices { y[i] = x[i] > 0 ? x[i] * x[i] : 0 }
    } rule: {
      $0 > 0 ? $0 * $0 : 0
    }
      + checkKernel("its gradient", ofPairs: scalar) { u, x, y in
        for i in x.indices { y[i] = x[i] > 0 ? 2 * u[i] * x[i] : 0 }
      } rule: { u, x in
        x > 0 ? 2 * u * x : 0
      }
  }

  @Test("right kernels pass, for one number and for pairs") func right() {
    #expect(check(Float.self) == [])
    #expect(check(Double.self) == [])
  }

  @Test("another formula passes within its error") func error() {
    func problems(ulps: Double) -> [ProofProblem] {
      checkKernel("softsign", of: Float.self, ulps: ulps) { x, y in
        for i in x.indices {
          y[i] =
            x[i].magnitude <= 1
            ? x[i] / (1 + x[i].magnitude) : (x[i] < 0 ? -1 : 1) / (1 + 1 / x[i].magnitude)
        }
      } rule: {
        $0.isInfinite ? ($0 < 0 ? -1 : 1) : Float(Double($0) / (1 + Double($0).magnitude))
      }
    }
    #expect(problems(ulps: 2) == [])
    #expect(problems(ulps: 0).first?.check == "values")
  }

  @Test("a wrong kernel is rejected", arguments: WrongKernel.allCases)
  func mistakes(mistake: WrongKernel) {
    let calls = WrongKernel.Calls()
    let problems = checkKernel(
      mistake.rawValue, of: Float.self, ulps: mistake == .tailByAnotherFormula ? 1 : 0,
      kernel: { mistake.run($0, &$1, calls) },
      rule: { $0 > 0 ? $0 * $0 : $0.isNaN && mistake == .numberDropped ? .nan : 0 })
    expect(mistake, in: problems)
  }

  @Test("an element of one operand that goes to its neighbor is found") func neighbors() {
    let problems = checkKernel("product", ofPairs: Double.self) { x, y, result in
      for i in x.indices { result[i] = x[i] * y[i / 2 * 2] }
    } rule: {
      $0 * $1
    }
    #expect(problems.first?.check == "values")
  }

  @Test("numbers that are not finite are said, and a wrong error traps") func wrongArguments() async
  {
    let problems = checkKernel(
      "identity", of: Float.self, in: -Double.infinity ... .infinity,
      kernel: { x, y in for i in x.indices { y[i] = x[i] } }, rule: { $0 })
    #expect(problems.map(\.check) == ["samples"])
    await #expect(processExitsWith: .failure) {
      _ = checkKernel(
        "identity", of: Float.self, ulps: .nan,
        kernel: { x, y in for i in x.indices { y[i] = x[i] } }, rule: { $0 })
    }
  }
}
