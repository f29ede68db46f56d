import Autograd
import Foundation
import TensorCore
import Testing

/// A variable's value is what tensors give for the operation of its name, bit for bit.
@Suite struct TwinTests {
  @Test("on values that round, overflow, vanish or are none", arguments: Twin.allCases)
  func valuesAreEqual(twin: Twin) {
    func judge<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      let tiny = S.leastNonzeroMagnitude
      let large = S.greatestFiniteMagnitude
      let awkward: [S] = [
        0, -0, 1, -1, 49, 0.1, tiny, -tiny, 3 * tiny, .leastNormalMagnitude / 7, large, -large,
        .infinity, -.infinity, .nan, 1 / 3, 1e10,
      ]
      let ones = Tensor<S>.ones([7, 7])
      let mixed = Tensor<S>(shape: [7, 7], elements: (0..<49).map { awkward[$0 % awkward.count] })
      let others = Tensor<S>(
        shape: [7, 7], elements: (0..<49).map { awkward[($0 * 5 + 3) % awkward.count] })
      let finite = mixed.map { $0.isFinite && $0.magnitude < 100 ? $0 : S(0.3) }
      // Numbers whose inverse rounds, and one whose inverse overflows.
      let numbers = twin.hasNumber ? [49, 3, 0.1, 7 * tiny, large, 0, -0, -.infinity, .nan] : [49]
      var pairs = [(ones, finite), (finite, others), (mixed, others), (others, mixed)]
      if twin.hasNumber || twin.rawValue.hasPrefix("Tensor ") {
        // So many elements that the vector kernels take them.
        pairs.append(
          (
            finite.gather((0..<182).map { $0 % 7 }).gather((0..<182).map { $0 % 7 }, along: 1),
            Tensor(repeating: 49, shape: [182, 182])
          ))
      }
      for backend in [Backend.naive, .simd] {
        for (a, b) in pairs {
          for number in a.elementCount > 49 ? [49] : numbers {
            let (tensor, variable) = withBackend(backend) { twin.results(a, b, number: number) }
            #expect(
              tensor.shape == variable.shape && Self.areSame(tensor, variable.value),
              "\(twin.rawValue), \(S.self), \(backend), number \(number): \(tensor), \(variable.value)"
            )
          }
        }
      }
    }
    judge(Float.self)
    judge(Double.self)
  }

  /// Bit for bit; but one NaN is as good as another.
  private static func areSame<S: TensorScalar & BinaryFloatingPoint>(
    _ a: Tensor<S>, _ b: Tensor<S>
  ) -> Bool {
    zip(a.elements, b.elements).allSatisfy { x, y in
      x == y && x.sign == y.sign || x.isNaN && y.isNaN
    }
  }

  private static func declarations() throws -> Declarations {
    let sources = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    return try Declarations(
      in: ["TensorCore", "Autograd", "Layers"].map { sources.appending(path: $0) })
  }

  /// What both types declare under one name is called in the same way: labels, defaults, and whether
  /// a message names the caller's line.
  @Test func parametersAreTheSame() throws {
    let declared = try Self.declarations()
    let shared = declared.variableParameters.keys
      .filter { declared.tensorParameters[$0] != nil && $0.first?.isLetter == true }
    #expect(shared.count > 30, "found \(shared.sorted())")
    for name in shared.sorted() {
      let (tensor, variable) = (declared.tensorParameters[name], declared.variableParameters[name])
      #expect(tensor == variable, "\(name) of tensors and of variables")
    }
  }

  /// What both types declare under one name, and nothing else, is in the list.
  @Test func noneIsForgotten() throws {
    let declared = try Self.declarations()
    let ofVariables = declared.functions.keys.map {
      $0.replacing("Variable", with: "Tensor").replacing("Scalar", with: "Element")
    }
    let shared = declared.tensorFunctions.intersection(ofVariables)
    let listed = Set(Twin.allCases.map { String($0.rawValue.prefix { $0 != "," }) })
    #expect(shared.subtracting(listed).isEmpty, "these need a case of Twin")
    #expect(listed.subtracting(shared).isEmpty, "these are no longer shared")
  }
}
