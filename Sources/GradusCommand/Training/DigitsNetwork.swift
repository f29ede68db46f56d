import Gradus

/// The network that `gradus train digits` trains and `gradus export` knows: 64 pixels to ten classes.
func digitsNetwork(using generator: inout RandomGenerator) -> Sequential<Float> {
  Sequential(
    Linear(64, 64, hasBias: false, using: &generator), BatchNorm(64), ReLU(), Dropout(0.2),
    Linear(64, 10, using: &generator))
}
