import Layers
import TensorCore

extension Conv2D: ONNXExportable {
  /// `Conv`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let padding =
      keepsSize
      ? samePadding(Array(weight.shape.dimensions[2...]), [dilation.height, dilation.width])
      : [padding.height, padding.width, padding.height, padding.width]
    return graph.window(
      "Conv", input, weight.value, bias?.value,
      [
        "strides": .ints([stride.height, stride.width]), "pads": .ints(padding),
        "dilations": .ints([dilation.height, dilation.width]), "group": .int(groups),
      ])
  }
}

extension Conv1D: ONNXExportable {
  /// `Conv`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let padding =
      keepsSize ? samePadding([weight.shape[2]], [dilation]) : [padding, padding]
    return graph.window(
      "Conv", input, weight.value, bias?.value,
      [
        "strides": .ints([stride]), "pads": .ints(padding), "dilations": .ints([dilation]),
        "group": .int(groups),
      ])
  }
}

extension TransposedConv2D: ONNXExportable {
  /// `ConvTranspose`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.window(
      "ConvTranspose", input, weight.value, bias?.value,
      [
        "strides": .ints([stride.height, stride.width]),
        "pads": .ints([padding.height, padding.width, padding.height, padding.width]),
        "output_padding": .ints([outputPadding.height, outputPadding.width]),
        "dilations": .ints([dilation.height, dilation.width]), "group": .int(groups),
      ])
  }
}

/// What keeps the size with stride 1: dilation·(K − 1) zeros along each axis, half of them before, the one more
/// after. ONNX lists what comes before along all axes, then what comes after.
private func samePadding(_ kernel: [Int], _ dilation: [Int]) -> [Int] {
  let all = zip(kernel, dilation).map { $1 * ($0 - 1) }
  return all.map { $0 / 2 } + all.map { $0 - $0 / 2 }
}

extension ONNXGraph {
  fileprivate mutating func window<Scalar: TensorScalar>(
    _ operation: String, _ input: ONNXValue, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?,
    _ attributes: [String: ONNXAttribute]
  ) -> ONNXValue {
    let kernels = constant(weight, named: "weight")
    let shift = bias.map { constant($0, named: "bias") }
    return add(operation, [input, kernels] + (shift.map { [$0] } ?? []), attributes)
  }
}

extension MaxPool2D: ONNXExportable {
  /// `MaxPool`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add(
      "MaxPool", [input],
      [
        "kernel_shape": .ints([kernel.height, kernel.width]),
        "strides": .ints([stride.height, stride.width]),
        "pads": .ints([padding.height, padding.width, padding.height, padding.width]),
      ])
  }
}

extension AveragePool2D: ONNXExportable {
  /// `AveragePool`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add(
      "AveragePool", [input],
      [
        "kernel_shape": .ints([kernel.height, kernel.width]),
        "strides": .ints([stride.height, stride.width]),
        "pads": .ints([padding.height, padding.width, padding.height, padding.width]),
        "count_include_pad": .int(countsPadding ? 1 : 0),
      ])
  }
}

extension GlobalAveragePool2D: ONNXExportable {
  /// `ReduceMean` of the pixels' axes, which are gone then
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let axes = graph.integers([2, 3])
    return graph.add("ReduceMean", [input, axes], ["keepdims": .int(0)], rank: 2)
  }
}

extension AdaptiveAveragePool2D: ONNXExportable {
  /// `GlobalAveragePool` for a single pixel; throws for other sizes.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    guard size == 1 else {
      throw graph.error(
        "AdaptiveAveragePool2D",
        "its windows depend on the size of the images, found a size of "
          + "\(size.height) × \(size.width); AveragePool2D has fixed windows")
    }
    return graph.add("GlobalAveragePool", [input])
  }
}

extension Upsample2D: ONNXExportable {
  /// `Resize`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let scales = graph.constant(
      Tensor<Float>([1, 1, Float(factor.height), Float(factor.width)]), named: "factor")
    let settings: [String: ONNXAttribute] =
      switch interpolation {
      case .nearest:
        [
          "mode": .string("nearest"), "nearest_mode": .string("floor"),
          "coordinate_transformation_mode": .string("asymmetric"),
        ]
      case .bilinear:
        ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")]
      }
    return graph.add("Resize", [input, nil, scales], settings)
  }
}
