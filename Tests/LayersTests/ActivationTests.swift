import Autograd
import Foundation
import Layers
import TensorCore
import TestSupport
import Testing

/// An activation, a formula for it that is written differently, and its value at 1 and −2.5.
struct ActivationCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let layer: @Sendable () -> any Layer<Double>
  let formula: @Sendable (Double) -> Double
  let atOne: Double
  let atMinusTwoAndAHalf: Double

  func value(at x: Tensor<Double>) -> Tensor<Double> {
    let layer = layer()
    return layer(x)
  }

  static let all = [
    ActivationCase(
      testDescription: "ReLU", layer: { ReLU() }, formula: { max($0, 0) }, atOne: 1,
      atMinusTwoAndAHalf: 0),
    ActivationCase(
      testDescription: "LeakyReLU", layer: { LeakyReLU() }, formula: { max($0, 0.01 * $0) },
      atOne: 1, atMinusTwoAndAHalf: -0.025),
    ActivationCase(
      testDescription: "ELU", layer: { ELU() }, formula: { max($0, 0) + min(exp($0) - 1, 0) },
      atOne: 1, atMinusTwoAndAHalf: -0.9179150013761012),
    ActivationCase(
      testDescription: "SELU", layer: { SELU() },
      formula: { 1.0507009873554805 * (max($0, 0) + 1.6732632423543772 * min(exp($0) - 1, 0)) },
      atOne: 1.0507009873554805, atMinusTwoAndAHalf: -1.6137857588732423),
    ActivationCase(
      testDescription: "GELU", layer: { GELU() },
      formula: { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 },
      atOne: 0.8413447460685429, atMinusTwoAndAHalf: -0.015524163314440348),
    ActivationCase(
      testDescription: "GELU tanh", layer: { GELU(.tanh) },
      formula: { x in
        x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      },
      atOne: 0.8411919906082768, atMinusTwoAndAHalf: -0.015084266089998577),
    ActivationCase(
      testDescription: "SiLU", layer: { SiLU() }, formula: { $0 / (1 + exp(-$0)) },
      atOne: 0.7310585786300049, atMinusTwoAndAHalf: -0.18964545005310887),
    ActivationCase(
      testDescription: "Mish", layer: { Mish() }, formula: { $0 * tanh(log1p(exp($0))) },
      atOne: 0.8650983882673103, atMinusTwoAndAHalf: -0.19681620390653315),
    ActivationCase(
      testDescription: "Softplus", layer: { Softplus() }, formula: { log(1 + exp($0)) },
      atOne: 1.3132616875182228, atMinusTwoAndAHalf: 0.07888973429254956),
    ActivationCase(
      testDescription: "HardSwish", layer: { HardSwish() },
      formula: { $0 * min(max($0 + 3, 0), 6) / 6 }, atOne: 2.0 / 3,
      atMinusTwoAndAHalf: -0.20833333333333334),
    ActivationCase(
      testDescription: "Sigmoid", layer: { Sigmoid() }, formula: { (1 + tanh($0 / 2)) / 2 },
      atOne: 0.7310585786300049, atMinusTwoAndAHalf: 0.07585818002124355),
    ActivationCase(
      testDescription: "Tanh", layer: { Tanh() },
      formula: { (exp(2 * $0) - 1) / (exp(2 * $0) + 1) }, atOne: 0.7615941559557649,
      atMinusTwoAndAHalf: -0.9866142981514303),
  ]
}

@Suite struct ActivationTests {
  @Test(arguments: ActivationCase.all) func agreesWithTheFormula(_ activation: ActivationCase) {
    let x = Tensor<Double>.linearlySpaced(from: -6, through: 6, count: 49)
    let expected = x.map { activation.formula($0) }
    #expect(areClose(activation.value(at: x), expected, 4e-15))
  }

  @Test(arguments: ActivationCase.all) func knownNumbers(_ activation: ActivationCase) {
    let y = activation.value(at: [1, -2.5])
    #expect(isClose(y[0], activation.atOne, 1e-15))
    #expect(isClose(y[1], activation.atMinusTwoAndAHalf, 1e-15))
  }

  /// At ±1000 every function is on its asymptote, and so is its derivative.
  @Test(arguments: ActivationCase.all) func extremes(_ activation: ActivationCase) {
    let (low, high): (Double, Double)
    let (slopeLow, slopeHigh): (Double, Double)
    switch activation.testDescription {
    case "LeakyReLU": (low, high, slopeLow, slopeHigh) = (-10, 1000, 0.01, 1)
    case "ELU": (low, high, slopeLow, slopeHigh) = (-1, 1000, 0, 1)
    case "SELU":
      let scale = 1.0507009873554805
      (low, high, slopeLow, slopeHigh) = (-scale * 1.6732632423543772, 1000 * scale, 0, scale)
    case "Sigmoid": (low, high, slopeLow, slopeHigh) = (0, 1, 0, 0)
    case "Tanh": (low, high, slopeLow, slopeHigh) = (-1, 1, 0, 0)
    default: (low, high, slopeLow, slopeHigh) = (0, 1000, 0, 1)
    }
    var layer = activation.layer()
    var context = Context.inference
    for (x, y, slope) in [(-1000.0, low, slopeLow), (1000, high, slopeHigh)] {
      #expect(isClose(layer.forward(Variable(Tensor(x)), in: &context).value.scalar(), y))
      #expect(isClose(derivative(at: x) { layer.forward($0, in: &context) }, slope))
    }
    let atInfinity = layer(Tensor(Double.infinity)).scalar()
    #expect(atInfinity == (high == 1 ? 1 : Double.infinity))
    #expect(layer(Tensor(Double.nan)).scalar().isNaN)
  }

  @Test(arguments: ActivationCase.all) func derivativeAgreesWithDifferences(
    _ activation: ActivationCase
  ) {
    var layer = activation.layer()
    var context = Context.inference
    // None of these is at a kink.
    for x in [-5, -2.6, -1.1, -0.2, 0.3, 0.9, 2.8, 4.5] {
      let slope = derivative(at: x) { layer.forward($0, in: &context) }
      let difference = centralDifferences(at: Tensor(x)) { layer($0).scalar() }.scalar()
      #expect(isClose(slope, difference, 1e-9), "at \(x)")
    }
  }

  @Test func atTheKink() {
    #expect(derivative(at: 0) { $0.leakyReLU() } == 0.01)
    #expect(derivative(at: 0) { $0.elu(alpha: 2) } == 2)
    #expect(derivative(at: 0) { $0.softplus() } == 0.5)
    #expect(derivative(at: -3) { $0.hardSwish() } == 0)
    #expect(derivative(at: 3) { $0.hardSwish() } == 1)
  }

  @Test func parametersOfTheLayersAreUsed() {
    let x: Tensor<Double> = [-2]
    #expect(LeakyReLU(slope: 0.3)(x)[0] == -0.6)
    #expect(isClose(ELU(alpha: 3)(x)[0], 3 * (exp(-2) - 1)))
    #expect(isClose(derivative(at: -2) { $0.elu(alpha: -3) }, -3 * exp(-2)))
    #expect(GELU(.tanh)(x)[0] != GELU(.exact)(x)[0])
  }

  @Test func softmaxAlongAnAxis() {
    let x = Tensor<Double>([[0, 1000], [log(3), 1000]])
    #expect(areClose(Softmax()(x), [[0, 1], [0, 1]]))
    #expect(areClose(Softmax(along: 0)(x), [[0.25, 0.5], [0.75, 0.5]]))
    #expect(areClose(LogSoftmax()(x), Tensor([[-1000, 0], [log(3) - 1000, 0]])))
    #expect(
      areClose(LogSoftmax(along: 0)(x), Tensor([[log(0.25), -log(2)], [log(0.75), -log(2)]])))
  }

  /// Float runs through the specialized code; it must agree up to its own rounding.
  @Test(arguments: ActivationCase.all) func floatAgreesWithDouble(_ activation: ActivationCase) {
    let layers: [String: any Layer<Float>] = [
      "ReLU": ReLU(), "LeakyReLU": LeakyReLU(), "ELU": ELU(), "SELU": SELU(), "GELU": GELU(),
      "GELU tanh": GELU(.tanh), "SiLU": SiLU(), "Mish": Mish(), "Softplus": Softplus(),
      "HardSwish": HardSwish(), "Sigmoid": Sigmoid(), "Tanh": Tanh(),
    ]
    let x = Tensor<Float>.linearlySpaced(from: -6, through: 6, count: 49)
    let layer = layers[activation.testDescription]!
    let y = layer(x)
    #expect(areClose(Tensor(y), activation.value(at: Tensor(x)), 1e-6))
  }
}
