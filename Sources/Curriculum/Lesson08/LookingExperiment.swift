import Gradus

/// What a network looks at when it names a picture.
struct LookingExperiment {
  let network: Sequential<Float>

  /// The filters of the first convolution, each [3, 3].
  var filters: [Tensor<Float>] {
    guard let first = network.layers[0] as? Conv2D<Float> else { return [] }
    return (0..<first.weight.shape[0]).map { first.weight.value[$0, 0, 0...] }
  }

  /// What the first layers, up to the first block, make of a picture [1, H, W]: a map for each channel.
  func maps(of picture: Tensor<Float>) -> [Tensor<Float>] {
    let first = Sequential<Float>(Array(network.layers.prefix(4)))
    let maps = first(picture.expandingDimension(at: 0))
    return (0..<maps.shape[1]).map { maps[0, $0, 0...] }
  }

  /// The gradient of a class's score with respect to the pixels of a picture [1, H, W]: how much the score grows
  /// when a pixel does, [H, W] (Simonyan, Vedaldi and Zisserman, 2014, *Deep Inside Convolutional Networks*).
  func saliency(of picture: Tensor<Float>, label: Int) -> Tensor<Float> {
    var network = network
    let (_, _, gradient) = valueWithGradients(
      at: &network, and: picture.expandingDimension(at: 0)
    ) { network, input in
      var context = Context.inference
      return network.forward(input, in: &context)[0, label]
    }
    return gradient[0, 0, 0...]
  }

  /// By how much the probability of a class falls when a square of the picture around a place is covered by
  /// black, [H, W] (Zeiler and Fergus, 2014, *Visualizing and Understanding Convolutional Networks*).
  func occlusion(of picture: Tensor<Float>, label: Int, size: Int = 5) -> Tensor<Float> {
    let (height, width) = (picture.shape[1], picture.shape[2])
    var covered: [Tensor<Float>] = []
    for row in 0..<height {
      for column in 0..<width {
        let rows = max(0, row - size / 2)..<min(height, row + size / 2 + 1)
        let columns = max(0, column - size / 2)..<min(width, column + size / 2 + 1)
        covered.append(
          picture.replacing(
            0..<1, rows, columns, with: .zeros([1, rows.count, columns.count])))
      }
    }
    let whole = network(picture.expandingDimension(at: 0)).softmax()[0, label]
    let rest = logits(of: network, .stack(covered)).softmax()
    return (whole - rest[0..., label]).reshaped(to: [height, width])
  }
}
