import Foundation
import Layers
import TensorCore
import Testing
import Training

/// Every option that takes a number, given those that nothing good can come of.
@Suite struct NumberOptionTests {
  /// 1e-50 is 0 and 1e39 infinite as `Float`.
  private static let numbers = [
    .nan, .infinity, -.infinity, -1, 0, 1e-50, 1e39, 0.25, 1, -0.0,
  ]

  @Test("a number that keeps the rule is accepted") func accepted() {
    var count = 0
    for option in numberOptions {
      for number in Self.numbers where option.allows(number) {
        option.use(number)
        count += 1
      }
    }
    #expect(count > 3 * numberOptions.count)
  }

  @Test("NaN is refused, and the option named", arguments: numberOptions.indices)
  func nan(_ index: Int) async { await expectRefusal(of: .nan, by: index) }

  @Test("what is nothing or too much as a Float is refused, and the reason given")
  func asFloat() async {
    await expectRefusal(of: 1e-50, by: numberOptions.firstIndex { $0.owner == "LayerNorm" }!)
    await expectRefusal(of: 1e39, by: numberOptions.firstIndex { $0.owner == "SGD" }!)
  }

  @Test(
    "every number that breaks the rule is refused",
    .enabled("slow: set GRADUS_SLOW=1") {
      ProcessInfo.processInfo.environment["GRADUS_SLOW"] == "1"
    }, arguments: numberOptions.indices)
  func refused(_ index: Int) async {
    for number in Self.numbers where !numberOptions[index].allows(number) {
      await expectRefusal(of: number, by: index)
    }
  }

  private func expectRefusal(of number: Double, by index: Int) async {
    let option = numberOptions[index]
    #expect(!option.allows(number))
    let bits = number.bitPattern
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index = index as Int, bits = bits as UInt64] in
      numberOptions[index].use(Double(bitPattern: bits))
    }
    let found = number.isNaN ? "nan" : "\(number)"
    let reason =
      option.rule.allows(number) ? ", which is \(Double(Float(number))) as Float" : "\n"
    expect(
      option.sentence + found + reason, in: result,
      at: option.namesCaller ? "NumberOptions.swift:" : "")
  }
}

/// What follows from ε, squares and shares at the ends of a type's range.
@Suite struct NumberRangeTests {
  /// A gradient of 0 must leave a weight alone, and not turn it into 0/0.
  @Test("the smallest ε that a Float knows keeps weights finite") func smallestEpsilon() {
    let epsilon = Double(Float.leastNonzeroMagnitude)
    let optimizers: [any Optimizer<Float>] = [
      Adam(epsilon: epsilon), AdamW(epsilon: epsilon), AMSGrad(epsilon: epsilon),
      AdaMax(epsilon: epsilon), NAdam(epsilon: epsilon), RAdam(epsilon: epsilon),
      AdaGrad(epsilon: epsilon), AdaDelta(epsilon: epsilon), RMSProp(epsilon: epsilon),
    ]
    for var optimizer in optimizers {
      var model = Linear<Float>(weight: .ones([2, 2]), bias: nil)
      for _ in 0..<8 {
        optimizer.update(
          &model, along: Gradients(names: ["weight"], tensors: [[[0, 0], [0, 1e-3]]]))
      }
      #expect(model.weight.value.elements.allSatisfy { $0.isFinite }, "\(optimizer.name)")
    }
  }

  @Test("a norm is bounded though the squares of its weights overflow") func maxNorm() {
    var model = Linear<Float>(weight: [[3e20, 4e20], [3e-30, 4e-30]], bias: nil)
    MaxNorm(5).apply(to: &model)
    #expect(model.weight.value.elements == [3, 4, 3e-30, 4e-30])
    MaxNorm(5e-30).apply(to: &model)
    let norm = (model.weight.value / 1e-30).squared().sum(along: 1).sqrt()
    #expect(norm.elements.allSatisfy { abs($0 - 5) < 1e-5 })
  }

  @Test("the length of gradients overflows or vanishes only where it does itself") func norms() {
    func norm<Scalar: TensorScalar>(_ numbers: [Scalar]) -> Double {
      Gradients(names: ["w"], tensors: [Tensor(numbers)]).globalNorm
    }
    #expect(abs(norm([3e200, 4e200]) / 5e200 - 1) < 1e-15)
    #expect(abs(norm([3e-200, 4e-200]) / 5e-200 - 1) < 1e-15)
    #expect(norm([3e38, 0, Float(0)]) == Double(Float(3e38)))
    #expect(norm([0.0, 0]) == 0 && norm([1, .infinity]) == .infinity)
    #expect(norm([1, Double.nan]).isNaN && norm([Double]()) == 0)
    var gradients = Gradients<Double>(names: ["w"], tensors: [[3e200, 4e200]])
    gradients.clip(toNorm: 5)
    #expect(gradients.tensors[0].elements.map { $0.rounded() } == [3, 4])
  }
}
