import TensorCore

// How a formula of Einstein's is carried out: with sums along axes, permutations and matrix products, whose
// gradients are known.

extension Einsum {
  /// The result for as many inputs as the formula has.
  func combine<Scalar: TensorScalar>(
    _ variables: [Variable<Scalar>], file: StaticString, line: UInt
  ) -> Variable<Scalar> {
    requireFit(variables.map(\.shape), file: file, line: line)
    var result = Factor(letters: inputs[0], value: variables[0])
    for index in variables.indices.dropFirst() {
      // Letters that later inputs or the result name must stay.
      let needed = Set(inputs[(index + 1)...].joined() + output)
      result = result.times(
        Factor(letters: inputs[index], value: variables[index]), keeping: needed, file, line)
    }
    return result.summed(keeping: Set(output), file, line).permuted(to: output).value
  }

  private func requireFit(_ shapes: [Shape], file: StaticString, line: UInt) {
    require(
      shapes.count == inputs.count,
      "einsum \(self): expected \(inputs.count) inputs, found \(shapes.count)", file: file,
      line: line)
    var extents: [Character: Int] = [:]
    for (letters, shape) in zip(inputs, shapes) {
      require(
        letters.count == shape.rank,
        "einsum \(self): \"\(String(letters))\" has \(letters.count) axes, but the input has shape \(shape)",
        file: file, line: line)
      for (letter, extent) in zip(letters, shape.dimensions) {
        let known = extents[letter] ?? extent
        require(
          known == extent,
          "einsum \(self): axis \(letter) has both \(known) and \(extent) elements",
          file: file, line: line)
        extents[letter] = extent
      }
    }
  }
}

/// A variable whose axes have letters.
private struct Factor<Scalar: TensorScalar> {
  var letters: [Character]
  var value: Variable<Scalar>

  /// Summed along all axes but some.
  func summed(keeping kept: Set<Character>, _ file: StaticString, _ line: UInt) -> Factor {
    let summed = letters.indices.filter { !kept.contains(letters[$0]) }
    return summed.isEmpty
      ? self
      : Factor(
        letters: letters.filter(kept.contains),
        value: value.sum(along: Axes(summed), file: file, line: line))
  }

  /// The axes in another order.
  func permuted(to order: [Character]) -> Factor {
    order == letters
      ? self
      : Factor(letters: order, value: value.permuted(to: order.map { letters.firstIndex(of: $0)! }))
  }

  /// The product of both, summed over what nobody needs any more: a matrix product for each element of the
  /// axes that both have and that stay.
  func times(
    _ other: Factor, keeping needed: Set<Character>, _ file: StaticString, _ line: UInt
  ) -> Factor {
    let left = summed(keeping: needed.union(other.letters), file, line)
    let right = other.summed(keeping: needed.union(letters), file, line)
    let shared = left.letters.filter(right.letters.contains)
    let batch = shared.filter(needed.contains)
    let inner = shared.filter { !needed.contains($0) }
    let rows = left.letters.filter { !shared.contains($0) }
    let columns = right.letters.filter { !shared.contains($0) }
    let product = matmul(
      left.matrices(batch, rows, inner), right.matrices(batch, inner, columns), file: file,
      line: line)
    let extents =
      (batch + rows).map { left.extent(of: $0) } + columns.map { right.extent(of: $0) }
    return Factor(
      letters: batch + rows + columns,
      value: product.reshaped(to: Shape(extents, file: file, line: line)))
  }

  /// The axes in three groups, each made one: a batch of matrices.
  private func matrices(
    _ batch: [Character], _ rows: [Character], _ columns: [Character]
  ) -> Variable<Scalar> {
    let extents = [batch, rows, columns].map { $0.reduce(1) { productOrMax($0, extent(of: $1)) } }
    return permuted(to: batch + rows + columns).value.reshaped(to: Shape(extents))
  }

  private func extent(of letter: Character) -> Int { value.shape[letters.firstIndex(of: letter)!] }
}
