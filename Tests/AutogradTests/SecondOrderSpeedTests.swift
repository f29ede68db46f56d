import Autograd
import Foundation
import Layers
import TensorCore
import Testing

/// What second derivatives cost, in first ones measured in turns with them.
///
/// Speeds need a quiet machine: it runs only where the environment variable GRADUS_SPEED is set.
@Suite(
  .serialized,
  .enabled("a quiet machine: set GRADUS_SPEED=1") {
    ProcessInfo.processInfo.environment["GRADUS_SPEED"] != nil
  })
struct SecondOrderSpeedTests {
  @Test(arguments: Backend.allCases, ["relu", "tanh", "gelu"])
  func productOfADigitsClassifier(_ backend: Backend, _ activation: String) {
    let model = classifier(Float.self, activation)
    var (trained, twin) = (model, classifier(Dual<Float>.self, activation))
    twin.copyParameters(from: model)
    let images = numbers([32, 64])
    let duals = Tensor<Dual<Float>>(images)
    let labels = Tensor((0..<32).map { $0 % 10 })
    var context = Context.inference
    let direction = valueWithGradients(at: &trained) {
      softmaxCrossEntropy(logits: $0.forward(Variable(images), in: &context), labels: labels)
    }.gradients
    let ratio = withBackend(backend) {
      priceInTurns {
        _ = valueWithGradients(at: &trained) {
          softmaxCrossEntropy(logits: $0.forward(Variable(images), in: &context), labels: labels)
        }
      } of: {
        _ = hessianVectorProduct(at: twin, along: direction) {
          softmaxCrossEntropy(logits: $0.forward(Variable(duals), in: &context), labels: labels)
        }
      }
    }
    report("H·v, digits, \(activation), \(backend)", ratio)
    #expect(ratio.price <= 6)
  }

  @Test(arguments: Backend.allCases)
  func productOfAGPT(_ backend: Backend) {
    func make<S: TensorScalar>(_: S.Type) -> GPT<S> {
      var generator = RandomGenerator(seed: 1)
      return GPT(vocabulary: 72, context: 64, width: 64, heads: 4, layers: 4, using: &generator)
    }
    var (trained, twin) = (make(Float.self), make(Dual<Float>.self))
    twin.copyParameters(from: trained)
    let tokens = Tensor(shape: [8, 64], elements: (0..<512).map { $0 * 7 % 72 })
    let next = Tensor(shape: [8, 64], elements: (0..<512).map { ($0 * 7 + 7) % 72 })
    var context = Context.inference
    let direction = valueWithGradients(at: &trained) {
      softmaxCrossEntropy(logits: $0.forward(tokens, in: &context), labels: next)
    }.gradients
    let ratio = withBackend(backend) {
      priceInTurns {
        _ = valueWithGradients(at: &trained) {
          softmaxCrossEntropy(logits: $0.forward(tokens, in: &context), labels: next)
        }
      } of: {
        _ = hessianVectorProduct(at: twin, along: direction) {
          softmaxCrossEntropy(logits: $0.forward(tokens, in: &context), labels: next)
        }
      }
    }
    report("H·v, GPT, \(backend)", ratio)
    // 3 with plain loops, and 5 to 6 where the gradient has fused kernels that duals do not have: a noisy turn
    // must not decide.
    #expect(ratio.price <= 8)
  }

  @Test(arguments: Backend.allCases)
  func penaltyOfACritic(_ backend: Backend) {
    var (critic, twin) = (critic(Float.self), critic(Dual<Float>.self))
    twin.copyParameters(from: critic)
    let images = numbers([64, 64])
    var context = Context.inference
    let ratio = withBackend(backend) {
      priceInTurns {
        _ = valueWithGradients(at: &critic) {
          $0.forward(Variable(images), in: &context).mean()
        }
      } of: {
        _ = gradientPenalty(of: critic, by: twin, at: images)
      }
    }
    report("gradient penalty, \(backend)", ratio)
    #expect(ratio.price <= 10)
  }

  private func classifier<S: TensorScalar>(_: S.Type, _ activation: String) -> Sequential<S> {
    var generator = RandomGenerator(seed: 1)
    return Sequential<S>(
      Linear(64, 128, using: &generator), Self.activation(activation),
      Linear(128, 64, using: &generator), Self.activation(activation),
      Linear(64, 10, using: &generator))
  }

  private static func activation<S: TensorScalar>(_ name: String) -> any Layer<S> {
    switch name {
    case "relu": ReLU<S>()
    case "tanh": Tanh<S>()
    default: GELU<S>()
    }
  }

  private func critic<S: TensorScalar>(_: S.Type) -> Sequential<S> {
    var generator = RandomGenerator(seed: 1)
    return Sequential<S>(
      Linear(64, 128, using: &generator), LeakyReLU(slope: 0.2),
      Linear(128, 1, using: &generator))
  }

  private func numbers(_ shape: Shape) -> Tensor<Float> {
    var generator = RandomGenerator(seed: 2)
    return .normal(shape, using: &generator)
  }

  private func report(_ name: String, _ result: (price: Double, unit: Double)) {
    print(
      "\(name): \((result.price * 100).rounded() / 100) of \((result.unit * 1e7).rounded() / 10) µs"
    )
  }
}

/// How long one thing takes in units of another, and the unit in seconds: the shortest of many turns of each.
private func priceInTurns(
  _ unit: () -> Void, of other: () -> Void
) -> (price: Double, unit: Double) {
  func seconds(_ body: () -> Void) -> Double {
    let duration = ContinuousClock().measure(body)
    return Double(duration.components.attoseconds) * 1e-18 + Double(duration.components.seconds)
  }
  var (shortest, shortestOfOther) = (Double.infinity, Double.infinity)
  for _ in 0..<60 {
    shortest = min(shortest, seconds(unit))
    shortestOfOther = min(shortestOfOther, seconds(other))
  }
  return (shortestOfOther / shortest, shortest)
}
