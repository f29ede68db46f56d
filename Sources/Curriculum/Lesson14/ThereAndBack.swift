import Curriculum
import Gradus

extension LeavingExperiment {
  /// What comes of a network whose weights went to another framework's layout and back.
  struct Return {
    /// The names elsewhere, and the shapes there.
    let elsewhere: [(name: String, shape: Shape)]
    /// The names here, after the way back.
    let here: [(name: String, shape: Shape)]
    /// The largest difference between logits before and after.
    let difference: Double
  }

  /// Takes a network for the digits to names and matrices as Flax has them, and back by exercise 1.
  func thereAndBack(seed: UInt64) throws -> Return {
    var generator = RandomGenerator(seed: seed)
    let network = Sequential(
      Linear<Double>(64, 32, using: &generator), ReLU(), Linear<Double>(32, 10, using: &generator))
    let there: [String: Tensor<Double>] = Dictionary(
      uniqueKeysWithValues: network.parameters.map { parameter in
        let parts = parameter.name.path.split(separator: ".")
        let isWeight = parts[1] == "weight"
        let name = "params.Dense_\(parts[0] == "0" ? 0 : 1).\(isWeight ? "kernel" : "bias")"
        return (name, isWeight ? parameter.value.transposed() : parameter.value)
      })
    let back = try answers.translated(
      there, ["params": "layers", "Dense_0": "0", "Dense_1": "2", "kernel": "weight"], ["kernel"])
    var copy = network
    copy.visitParameters { name, parameter in
      // What does not come back under its name and with its shape is lost.
      let value = back["layers.\(name.path)"]
      let fits = value?.shape == parameter.shape
      parameter.value = fits ? value! : .zeros(parameter.shape)
    }
    let inputs = try DigitsData<Double>.lastAsTest().testInputs
    func list(_ weights: [String: Tensor<Double>]) -> [(name: String, shape: Shape)] {
      weights.sorted { $0.key < $1.key }.map { ($0.key, $0.value.shape) }
    }
    return Return(
      elsewhere: list(there), here: list(back),
      difference: (network(inputs) - copy(inputs)).abs().max())
  }
}
