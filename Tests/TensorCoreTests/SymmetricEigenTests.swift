import TensorCore
import TestSupport
import Testing

/// Eigenvectors of symmetric matrices, and principal components.
@Suite struct SymmetricEigenTests {
  /// A random symmetric matrix.
  private func symmetric<S: TensorScalar>(_ size: Int, seed: UInt64) -> Tensor<S> {
    var generator = RandomGenerator(seed: seed)
    let a = Tensor<S>.normal([size, size], using: &generator)
    return a + a.transposed()
  }

  private func checkDecomposition<S: TensorScalar>(_ a: Tensor<S>, _ name: String) {
    let (values, vectors) = eigenvectors(ofSymmetric: a)
    let n = a.shape[0]
    let bound = 50 * Double(n) * S.ulpOfOne.doubleValue * a.abs().max().doubleValue
    let rebuilt = matmul(vectors * values, vectors.transposed())
    #expect((rebuilt - a).abs().max().doubleValue <= bound, "\(name): Q·diag(λ)·Qᵀ is A")
    let products = matmul(vectors.transposed(), vectors)
    let orthogonality = (products - Tensor<S>.identity(n)).abs().max().doubleValue
    #expect(orthogonality <= 50 * Double(n) * S.ulpOfOne.doubleValue, "\(name): QᵀQ is I")
    let elements = values.elements
    #expect(zip(elements, elements.dropFirst()).allSatisfy { $0 >= $1 }, "\(name): sorted")
  }

  @Test("A is Q·diag(λ)·Qᵀ with orthonormal columns", arguments: [1, 2, 3, 5, 17, 40])
  func decomposition(size: Int) {
    for seed in UInt64(0)..<4 {
      checkDecomposition(
        symmetric(size, seed: seed) as Tensor<Double>, "size \(size), seed \(seed)")
      checkDecomposition(
        symmetric(size, seed: seed) as Tensor<Float>, "Float \(size), seed \(seed)")
    }
  }

  @Test func aMatrixByHand() {
    let (values, vectors) = eigenvectors(ofSymmetric: Tensor<Double>([[2, 1], [1, 2]]))
    #expect((values - [3, 1]).abs().max() < 1e-15)
    let half = 0.5.squareRoot()
    #expect((vectors[0..., 0] - Tensor([half, half])).abs().max() < 1e-15)
  }

  @Test("equal eigenvalues: any basis of their space")
  func degenerate() {
    checkDecomposition(Tensor<Double>.identity(6), "identity")
    checkDecomposition(Tensor<Double>.zeros([4, 4]), "zeros")
    checkDecomposition(Tensor<Double>.ones([7, 7]), "ones, of rank 1")
    // Eigenvalues 2, 2, 2, −1, −1, turned.
    let q = eigenvectors(ofSymmetric: symmetric(5, seed: 3) as Tensor<Double>).vectors
    let a = matmul(q * Tensor([2, 2, 2, -1, -1]), q.transposed())
    checkDecomposition(a, "three and two equal ones")
  }

  @Test("huge and tiny matrices do not overflow", arguments: [1e-300, 1e-20, 1e20, 1e300])
  func units(unit: Double) {
    let a: Tensor<Double> = symmetric(6, seed: 1)
    let (values, vectors) = eigenvectors(ofSymmetric: a)
    let scaled = eigenvectors(ofSymmetric: a * unit)
    #expect((scaled.values / unit - values).abs().max() < 1e-13)
    #expect((scaled.vectors - vectors).abs().max() < 1e-13)
  }

  @Test func emptyMatrix() {
    #expect(eigenvectors(ofSymmetric: Tensor<Double>.zeros([0, 0])).vectors.shape == [0, 0])
  }

  @Test func whatIsRefused() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = eigenvectors(ofSymmetric: Tensor<Double>([[1, 2], [3, 4]]))
    }.says(
      "eigenvectors: expected a symmetric matrix, found 3.0 at [1, 0] and 2.0 at [0, 1]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = eigenvectors(ofSymmetric: Tensor<Double>([[1, .nan], [.nan, 4]]))
    }.says("eigenvectors: expected a matrix of finite numbers, found nan at [0, 1]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = eigenvectors(ofSymmetric: Tensor<Double>.zeros([2, 3]))
    }.says("eigenvectors: expected a symmetric matrix [N, N], found [2, 3]")
  }

  // MARK: Principal components

  @Test("points on a line have one direction, and their distances along it")
  func line() {
    let data = Tensor<Double>([[1, 2], [4, 6], [7, 10]])
    let components = PrincipalComponents(of: data, count: 2)
    #expect((components.directions[0..., 0] - [0.6, 0.8]).abs().max() < 1e-14)
    #expect((components.coordinates(of: data)[0..., 0] - [-5, 0, 5]).abs().max() < 1e-13)
    #expect(abs(components.variances[1]) < 1e-13)
    #expect(abs(components.totalVariance - 50.0 / 3) < 1e-12)
  }

  @Test("coordinates along all directions keep every distance, and are not correlated")
  func rotation() {
    var generator = RandomGenerator(seed: 9)
    let data = Tensor<Double>.normal([30, 5], using: &generator) * Tensor([5, 1, 3, 2, 0.1])
    let components = PrincipalComponents(of: data, count: 5)
    let map = components.coordinates(of: data)
    let covariance = matmul(map.transposed(), map) / 30
    for row in 0..<5 {
      for column in 0..<5 {
        let expected = row == column ? components.variances[row] : 0
        #expect(abs(covariance[row, column] - expected) < 1e-12)
      }
    }
    let (one, other) = (data[3, 0...] - data[8, 0...], map[3, 0...] - map[8, 0...])
    #expect(abs(one.norm() - other.norm()) < 1e-12)
  }

  @Test func whatComponentsRefuse() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PrincipalComponents(of: Tensor<Double>.ones([3, 2]), count: 3)
    }.says("PrincipalComponents: expected 0 to 2 components, found 3")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PrincipalComponents(of: Tensor<Double>([[1, .infinity]]), count: 1)
    }.says("PrincipalComponents: expected finite numbers, found inf at [0, 1]")
  }
}
