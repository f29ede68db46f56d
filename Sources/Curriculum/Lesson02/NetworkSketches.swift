import Curriculum
import Gradus
import Plotting

/// The network of XOR with the weights that it has learned; its biases are left out.
func sketch(ofXOR model: XORResult.Model) -> NetworkSketch {
  NetworkSketch(
    title: "The network of XOR, trained",
    layers: [
      .init("2 inputs", count: 2, names: ["x₁", "x₂"]),
      .init("8 hidden units\ntanh", count: 8),
      .init("2 logits", count: 2, names: ["class 0", "class 1"]),
    ], weights: model.weights)
}

/// The network of the digits, without its weights.
func sketchOfDigits() -> NetworkSketch {
  NetworkSketch(
    title: "The network of the digits",
    layers: [
      .init("64 inputs,\none per pixel", count: 64), .init("32 hidden units\nrelu", count: 32),
      .init("10 logits", count: 10, names: (0...9).map { "\($0)" }),
    ])
}
