/// The eigenvalues and eigenvectors of a symmetric matrix: A = Q·diag(λ)·Qᵀ.
///
/// Found by Jacobi's rotations (1846), row by row (Golub and Van Loan, Matrix Computations, 2013, section 8.5):
/// each rotation turns two axes so that one number beside the diagonal becomes 0. What the others gain is less, so
/// sweep after sweep the matrix becomes diagonal, and the product of all rotations is Q.
///
/// - Parameters:
///   - a: A, shape [N, N], symmetric to within rounding: what differs from its mirror image by more than
///     1000·ε of the largest magnitude is refused, what differs by less is replaced by the mean of both.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Returns: The eigenvalues λ, shape [N], the largest first, and the eigenvectors as the columns of Q, shape [N, N],
///   orthonormal. The number of largest magnitude in each is positive. Where eigenvalues are equal, their
///   eigenvectors are any basis of the space that they share.
///
/// Traps when the shape or the symmetry does not fit, or an element is NaN or infinite. Complexity: O(N³) per sweep,
/// of which there are about ten.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func eigenvectors<Scalar: TensorScalar>(
  ofSymmetric a: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
) -> (values: Tensor<Scalar>, vectors: Tensor<Scalar>) {
  requireSymmetric(a, file: file, line: line)
  let n = a.shape[0]
  let largest = a.elements.reduce(0) { Swift.max($0, $1.magnitude) }
  guard largest > 0 else { return (.zeros([n]), .identity(n)) }
  var rotations = JacobiRotations(of: a / largest)
  rotations.diagonalize()

  let order = (0..<n).sorted { rotations.matrix[$0 * n + $0] > rotations.matrix[$1 * n + $1] }
  var vectors: [Scalar] = []
  for place in order {
    let vector = rotations.basis[place * n..<(place + 1) * n]
    let peak = vector.max { $0.magnitude < $1.magnitude }!
    vectors += peak < 0 ? vector.map { -$0 } : Array(vector)
  }
  return (
    Tensor(order.map { rotations.matrix[$0 * n + $0] * largest }),
    Tensor(shape: [n, n], elements: vectors).transposed()
  )
}

private func requireSymmetric<Scalar: TensorScalar>(
  _ a: Tensor<Scalar>, file: StaticString, line: UInt
) {
  require(
    a.rank == 2 && a.shape[0] == a.shape[1],
    "eigenvectors: expected a symmetric matrix [N, N], found \(a.shape)", file: file, line: line)
  let (n, elements) = (a.shape[0], a.elements)
  for (place, element) in elements.enumerated() {
    require(
      element.isFinite,
      "eigenvectors: expected a matrix of finite numbers, found \(element) at "
        + "\(a.shape.position(ofElement: place))",
      file: file, line: line)
  }
  let tolerance = 1000 * Scalar.ulpOfOne * elements.reduce(0) { Swift.max($0, $1.magnitude) }
  for row in 0..<n {
    for column in 0..<row {
      let (left, right) = (elements[row * n + column], elements[column * n + row])
      require(
        (left * 0.5 - right * 0.5).magnitude <= tolerance * 0.5,
        "eigenvectors: expected a symmetric matrix, found \(left) at [\(row), \(column)] and "
          + "\(right) at [\(column), \(row)]",
        file: file, line: line)
    }
  }
}

/// A symmetric matrix on its way to a diagonal one, and the rotations until now.
private struct JacobiRotations<Scalar: TensorScalar> {
  let n: Int
  /// Row by row; both halves are kept.
  var matrix: [Scalar]
  /// Qᵀ: an eigenvector in each row.
  var basis: [Scalar]

  init(of a: Tensor<Scalar>) {
    n = a.shape[0]
    matrix = ((a + a.transposed()) * 0.5).elements
    basis = Tensor<Scalar>.identity(n).elements
  }

  /// Rotates until no number beside the diagonal counts beside the largest of the matrix, which is at most N.
  mutating func diagonalize() {
    let negligible = Scalar.ulpOfOne * Scalar.ulpOfOne
    var isDiagonal = false
    while !isDiagonal {
      isDiagonal = true
      for p in 0..<n {
        for q in p + 1..<n where matrix[p * n + q].magnitude > negligible {
          rotate(p, q)
          isDiagonal = false
        }
      }
    }
  }

  /// Turns the axes p and q so that the number at [p, q] becomes 0.
  private mutating func rotate(_ p: Int, _ q: Int) {
    let (ofP, ofQ, beside) = (matrix[p * n + p], matrix[q * n + q], matrix[p * n + q])
    // The tangent t of the smaller of the two angles: t² + 2·θ·t − 1 = 0.
    let theta = (ofQ - ofP) / (2 * beside)
    let size = 1 / (theta.magnitude + Scalar.sqrt(theta * theta + 1))
    let tangent = theta < 0 ? -size : size
    let cosine = 1 / Scalar.sqrt(tangent * tangent + 1)
    let sine = tangent * cosine

    turnRows(of: &matrix, width: n, p, q, cosine, sine)
    for k in 0..<n {
      matrix[k * n + p] = matrix[p * n + k]
      matrix[k * n + q] = matrix[q * n + k]
    }
    matrix[p * n + p] = ofP - tangent * beside
    matrix[q * n + q] = ofQ + tangent * beside
    matrix[p * n + q] = 0
    matrix[q * n + p] = 0
    turnRows(of: &basis, width: n, p, q, cosine, sine)
  }
}

/// Turns the rows p and q of a matrix. (A method of the struct that holds it would copy it.)
private func turnRows<Scalar: TensorScalar>(
  of rows: inout [Scalar], width n: Int, _ p: Int, _ q: Int, _ cosine: Scalar, _ sine: Scalar
) {
  for k in 0..<n {
    let (ofP, ofQ) = (rows[p * n + k], rows[q * n + k])
    rows[p * n + k] = cosine * ofP - sine * ofQ
    rows[q * n + k] = sine * ofP + cosine * ofQ
  }
}
