import Autograd
import TensorCore

extension Module {
  /// Sets all parameters and buffers to those of another model of the same structure, whose numbers may be of
  /// another type.
  ///
  /// A model of another scalar type is made by its own initializer, and then filled:
  ///
  /// ```swift
  /// var exact = Classifier<Double>(using: &generator)
  /// exact.copyParameters(from: model)                     // of Classifier<Float>
  /// ```
  ///
  /// Each number is rounded to this model's type. A ``Dual`` becomes its value, and a number becomes a constant dual;
  /// numbers of the same type are kept as they are.
  ///
  /// Traps when one of the models has a parameter or a buffer that the other does not have, or one of another shape.
  ///
  /// - Parameters:
  ///   - source: The model whose parameters are taken, by their names.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public mutating func copyParameters<Source: Module>(
    from source: Source, file: StaticString = #fileID, line: UInt = #line
  ) {
    var tensors: [ParameterName: Tensor<Source.Scalar>] = [:]
    for (name, value) in source.state { tensors[name] = value }
    visitParameters { name, parameter in
      let value = tensors.removeValue(forKey: name)
      require(
        value?.shape == parameter.shape,
        "copyParameters: \(name) of \(Self.self) has the shape \(parameter.shape), but \(Source.self) has "
          + (value.map { "\($0.shape)" } ?? "nothing of that name"),
        file: file, line: line)
      guard let value else { return }
      parameter = Variable(value as? Tensor<Scalar> ?? Tensor(value))
    }
    require(
      tensors.isEmpty,
      "copyParameters: \(Source.self) has \(list(tensors.keys.sorted { $0.path < $1.path })), but "
        + "\(Self.self) does not",
      file: file, line: line)
  }
}
