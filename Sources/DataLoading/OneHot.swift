import TensorCore

/// Class labels as vectors: all 0, but 1 at the position of the label. Labels of shape [N] become
/// a tensor of shape [N, classCount].
///
/// Traps unless every label is in 0..<classCount, and when no memory holds the result.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func oneHot<Scalar: TensorScalar>(
  labels: Tensor<Int>, classCount: Int, as type: Scalar.Type = Scalar.self,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  require(
    classCount > 0, "oneHot: classCount must be at least 1, but is \(classCount)",
    file: file, line: line)
  let shape = Shape(labels.shape.dimensions + [classCount], file: file, line: line)
  var rows = Tensor<Scalar>.zeros(shape, file: file, line: line)
  rows.withUnsafeMutableBufferPointer { rows in
    for (index, label) in labels.elements.enumerated() {
      require(
        label >= 0 && label < classCount,
        "oneHot: the label at index \(index) is \(label), but must be in 0..<\(classCount)",
        file: file, line: line)
      rows[index * classCount + label] = 1
    }
  }
  return rows
}
