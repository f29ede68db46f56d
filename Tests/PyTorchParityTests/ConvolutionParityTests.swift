import Gradus
import Testing

/// Convolutions and pooling: strides, paddings, dilations and groups, on odd sizes.
@Suite struct ConvolutionParityTests {
  @Test(
    "a convolution or pooling computes what PyTorch's does",
    arguments: convolutionMakers.keys.sorted())
  func layer(_ subject: String) throws {
    let make = try #require(convolutionMakers[subject])
    for fixture in try Fixture.all(of: subject) { try fixture.compare(try make(fixture)) }
  }
}

/// How each of these layers is made; a fixture that names nothing but the kernel is for the defaults.
let convolutionMakers: [String: MakeLayer] = [
  "Conv2D": { fixture in
    var generator = RandomGenerator(seed: 1)
    let (inputs, outputs) = try fixture.channels()
    let kernel = try fixture.size("kernel")
    if let keepsSize = try fixture.flag("keepsSize") {
      return Conv2D(
        inputs, outputs, kernel: kernel, keepsSize: keepsSize,
        dilation: try fixture.size("dilation"), groups: try fixture.integer("groups"),
        using: &generator)
    }
    guard fixture.configuration["stride"] != nil else {
      return Conv2D(inputs, outputs, kernel: kernel, using: &generator)
    }
    return Conv2D(
      inputs, outputs, kernel: kernel, stride: try fixture.size("stride"),
      padding: try fixture.size("padding"), dilation: try fixture.size("dilation"),
      groups: try fixture.integer("groups"), hasBias: fixture.tensors["bias"] != nil,
      using: &generator)
  },
  "Conv1D": { fixture in
    var generator = RandomGenerator(seed: 1)
    let (inputs, outputs) = try fixture.channels()
    let kernel = try fixture.integer("kernel")
    if let keepsSize = try fixture.flag("keepsSize") {
      return Conv1D(
        inputs, outputs, kernel: kernel, keepsSize: keepsSize,
        dilation: try fixture.integer("dilation"), using: &generator)
    }
    guard fixture.configuration["stride"] != nil else {
      return Conv1D(inputs, outputs, kernel: kernel, using: &generator)
    }
    return Conv1D(
      inputs, outputs, kernel: kernel, stride: try fixture.integer("stride"),
      padding: try fixture.integer("padding"), dilation: try fixture.integer("dilation"),
      groups: try fixture.integer("groups"), hasBias: fixture.tensors["bias"] != nil,
      using: &generator)
  },
  "TransposedConv2D": { fixture in
    var generator = RandomGenerator(seed: 1)
    let (inputs, outputs) = try fixture.channels()
    let kernel = try fixture.size("kernel")
    guard fixture.configuration["stride"] != nil else {
      return TransposedConv2D(inputs, outputs, kernel: kernel, using: &generator)
    }
    return TransposedConv2D(
      inputs, outputs, kernel: kernel, stride: try fixture.size("stride"),
      padding: try fixture.size("padding"), outputPadding: try fixture.size("outputPadding"),
      dilation: try fixture.size("dilation"), groups: try fixture.integer("groups"),
      hasBias: fixture.tensors["bias"] != nil, using: &generator)
  },
  "MaxPool2D": { fixture in
    let kernel = try fixture.size("kernel")
    guard fixture.configuration["stride"] != nil else { return MaxPool2D(kernel) }
    return MaxPool2D(
      kernel, stride: try fixture.size("stride"), padding: try fixture.size("padding"))
  },
  "AveragePool2D": { fixture in
    let kernel = try fixture.size("kernel")
    guard fixture.configuration["stride"] != nil else { return AveragePool2D(kernel) }
    let stride = try fixture.size("stride")
    let padding = try fixture.size("padding")
    guard let countsPadding = try fixture.flag("countsPadding") else {
      return AveragePool2D(kernel, stride: stride, padding: padding)
    }
    return AveragePool2D(
      kernel, stride: stride, padding: padding, countsPadding: countsPadding)
  },
  "GlobalAveragePool2D": { _ in GlobalAveragePool2D() },
  "AdaptiveAveragePool2D": { AdaptiveAveragePool2D(try $0.size("size")) },
  "Upsample2D": { Upsample2D(try $0.size("factor"), by: try $0.interpolation()) },
]

extension Fixture {
  /// The channels that a convolution receives and makes.
  fileprivate func channels() throws -> (inputs: Int, outputs: Int) {
    (try integers(of: "shape")[1], try integer("outputs"))
  }

  /// A height and a width.
  func size(_ key: String) throws -> Size2D {
    let extents = try integers(of: key)
    guard extents.count == 2 else {
      throw FixtureError("\(self): expected a height and a width as \(key)")
    }
    return Size2D(height: extents[0], width: extents[1])
  }
}
