import TensorCore

// Operations that only move elements. Their pullbacks move the gradients back.

extension Variable {
  /// The same elements under another shape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func reshaped(
    to shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let original = self.shape
    return Variable(
      "reshape", value.reshaped(to: shape, file: file, line: line),
      (self, { $0.reshaped(to: original) }))
  }

  /// All elements as a vector: shape [N].
  public func flattened() -> Variable { reshaped(to: [value.elementCount]) }

  /// The variable with a further axis of extent 1, so that it stands at `axis`: from −rank − 1 to rank.
  public func expandingDimension(
    at axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    reshaped(to: value.expandingDimension(at: axis, file: file, line: line).shape)
  }

  /// The variable without an axis of extent 1; traps when the axis has another extent.
  public func squeezingDimension(
    at axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    reshaped(to: value.squeezingDimension(at: axis, file: file, line: line).shape)
  }

  /// The axes in another order; the pullback puts them back into theirs.
  public func permuted(
    to axes: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = value.permuted(to: axes, file: file, line: line)
    let order = axes.map { $0 < 0 ? $0 + rank : $0 }
    let inverse = (0..<rank).map { order.firstIndex(of: $0)! }
    return Variable("permute", result, (self, { $0.permuted(to: inverse) }))
  }

  /// The last two axes exchanged.
  public func transposed(file: StaticString = #fileID, line: UInt = #line) -> Variable {
    Variable("transpose", value.transposed(file: file, line: line), (self, { $0.transposed() }))
  }

  /// Repeated along extents of 1, and along new axes in front, to a larger shape.
  public func broadcast(
    to shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let original = self.shape
    return Variable(
      "broadcast", value.broadcast(to: shape, file: file, line: line),
      (self, { $0.unbroadcast(to: original) }))
  }

  /// The part that is selected along the first axes; the gradient of the rest is zero.
  public subscript(
    selections: any AxisSelection..., file file: StaticString = #fileID, line line: UInt = #line
  ) -> Variable {
    let original = shape
    return Variable(
      "slice", value.slice(selections, file: file, line: line),
      (
        self,
        { upstream in
          var gradient = Tensor<Scalar>.zeros(original)
          gradient.assign(upstream, to: selections, file: file, line: line)
          return gradient
        }
      ))
  }

  /// The variable with another part: the gradient of that part goes to the new one, that of the rest to this
  /// variable. See ``Tensor/replacing(_:with:file:line:)``.
  public func replacing(
    _ selections: any AxisSelection..., with part: Variable,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    var result = value
    result.assign(part.value, to: selections, file: file, line: line)
    let partShape = part.shape
    return Variable(
      "replacing", result,
      (
        self,
        { upstream in
          var gradient = upstream
          gradient.assign(.zeros(partShape), to: selections, file: file, line: line)
          return gradient
        }
      ),
      (part, { $0.slice(selections, file: file, line: line) }))
  }

  /// Variables joined along an axis that they already have.
  public static func concatenate(
    _ variables: [Variable], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = Tensor<Scalar>.concatenate(
      variables.map { $0.value }, along: axis, file: file, line: line)
    var start = 0
    let inputs = variables.map { variable -> (variable: Variable, pullback: Pullback<Scalar>) in
      let range = start..<start + variable.shape[axis]
      start = range.upperBound
      return (variable, { $0.slice(range, along: axis) })
    }
    return Variable("concatenate", result, inputs)
  }

  /// Variables of one shape joined along a new axis; each gets back its part of the gradient.
  public static func stack(
    _ variables: [Variable], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = Tensor<Scalar>.stack(variables.map(\.value), along: axis, file: file, line: line)
    let position = axis < 0 ? axis + result.rank : axis
    let inputs = variables.indices.map {
      index -> (variable: Variable, pullback: Pullback<Scalar>) in
      (
        variables[index],
        { $0.slice(index..<index + 1, along: position).squeezingDimension(at: position) }
      )
    }
    return Variable("stack", result, inputs)
  }

  /// A border of one value around it: a pair of numbers for each axis. The gradient of the border is
  /// dropped.
  public func padded(
    _ borders: [Border], with border: Scalar = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = value.padded(borders, with: border, file: file, line: line)
    let inner = borders.indices.map { borders[$0].before..<borders[$0].before + shape[$0] }
    return Variable(
      "padded", result, (self, { $0.slice(inner, file: file, line: line) }))
  }

  /// A border that mirrors what it surrounds; an element gets the gradients of its mirror images besides its
  /// own. See ``Tensor/paddedByReflection(_:file:line:)``.
  public func paddedByReflection(
    _ borders: [Border], file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    shape.reflections(borders, file: file, line: line)
      .reduce(self) { $0.gather($1.indices, along: $1.axis, file: file, line: line) }
  }

  /// The parts at the given indices along an axis; the gradients of a part that is used several times
  /// add up.
  public func gather(
    _ indices: [Int], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let extent = shape[axis, file: file, line: line]
    return Variable(
      "gather", value.gather(indices, along: axis, file: file, line: line),
      (self, { $0.scatterAdd(at: indices, along: axis, extent: extent) }))
  }

  /// The parts at the given indices along the first axis, as ``gather(_:along:file:line:)-([Int],_,_,_)``, for
  /// a table of which a step uses few rows.
  ///
  /// Where this is a parameter, or another input of the differentiation, its gradient is that of these rows
  /// alone, in time and memory, as long as nothing else uses the table. See `Gradients.rows(of:)` of Layers.
  /// On the way through an operation it becomes the gradient of the whole table. Traps when an index is out of
  /// range.
  ///
  /// - Parameters:
  ///   - indices: The rows, in any order; the gradients of a row that is used several times add up.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public func gatherRows(
    _ indices: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = Variable(
      "gatherRows", value.gather(indices, file: file, line: line), (self, { $0 }))
    result.node?.tape.limitContribution(toRows: indices)
    return result
  }

  /// Elements along an axis, each at an index of its own; the gradients of an element that is used several
  /// times add up. See ``Tensor/gather(_:along:file:line:)-(Tensor<Int>,_,_,_)``.
  public func gather(
    _ indices: Tensor<Int>, along axis: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let places = shape.places(of: indices, along: axis, in: "gather", file: file, line: line)
    return flattened().gather(places).reshaped(to: indices.shape)
  }

  /// Equal parts along an axis, in order; traps when the axis cannot be cut into so many.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func split(
    into count: Int, along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> [Variable] {
    shape.ranges(ofParts: count, along: axis, file: file, line: line).map { part($0, along: axis) }
  }

  /// Parts of the given sizes along an axis, in order; traps when the sizes do not add up to its extent.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func split(
    sizes: [Int], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> [Variable] {
    shape.ranges(ofSizes: sizes, along: axis, file: file, line: line).map { part($0, along: axis) }
  }

  /// The positions in a range along one axis.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  private func part(_ range: Range<Int>, along axis: Int) -> Variable {
    let original = shape
    let start = axis < 0 ? axis + rank : axis
    let borders = (0..<rank).map { axis -> Border in
      axis == start ? (range.lowerBound, original[axis] - range.upperBound) : (0, 0)
    }
    return Variable(
      "split", value.slice(range, along: axis), (self, { $0.padded(borders, with: 0) }))
  }
}
