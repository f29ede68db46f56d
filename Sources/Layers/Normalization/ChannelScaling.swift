import Autograd
import TensorCore

extension Variable {
  /// γ·x + β for an input of shape [N, C, …], with one γ and one β for each channel, shape [C]; without
  /// them, x itself.
  func scaled(byChannel weight: Variable?, bias: Variable?) -> Variable {
    var output = self
    if let weight { output = output * weight.reshaped(to: weight.shape.asChannels(ofRank: rank)) }
    if let bias { output = output + bias.reshaped(to: bias.shape.asChannels(ofRank: rank)) }
    return output
  }

  /// Stops unless the shape is [N, C, …] with the given number of channels.
  func requireChannels(_ channels: Int, of layer: String, in context: Context) {
    require(
      rank >= 2 && shape[1] == channels,
      "\(context.naming(layer)): expected an input of shape [N, \(channels)] or [N, \(channels), ...], "
        + "found \(shape)")
  }
}

extension Shape {
  /// [C] as [C, 1, 1, …], so that it is broadcast along axis 1 of an input of a rank.
  func asChannels(ofRank rank: Int) -> Shape {
    Shape(dimensions + Array(repeating: 1, count: rank - 2))
  }
}
