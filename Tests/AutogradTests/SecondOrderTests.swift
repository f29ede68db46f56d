import Autograd
import Layers
import TensorCore
import Testing

/// Second derivatives of functions of tensors.
@Suite struct SecondOrderTests {
  @Test("the Hessian of ½·xᵀAx + bᵀx is A", arguments: Backend.allCases)
  func quadratic(_ backend: Backend) {
    let a: Tensor<Double> = [[2, -1, 0.5], [-1, 3, 0.25], [0.5, 0.25, 1]]
    let b: Tensor<Double> = [1, -2, 4]
    let x: Tensor<Double> = [0.5, -1, 2]
    let v: Tensor<Double> = [1, 2, -4]
    withBackend(backend) {
      func f(_ x: Variable<Dual<Double>>) -> Variable<Dual<Double>> {
        let curve = (x * matmul(Variable(Tensor(a)), x)).sum()
        return curve * 0.5 + (x * Variable(Tensor(b))).sum()
      }
      #expect(hessian(at: x) { f($0) } == a)
      let (value, gradients, product) = hessianVectorProduct(at: [x], along: [v]) { f($0[0]) }
      #expect(value == f(Variable(Tensor(x))).value.scalar().value)
      #expect(gradients == [matmul(a, x) + b])
      #expect(product == [matmul(a, v)])
    }
  }

  @Test(
    "the Hessian of the cross-entropy is diag(p) − p·pᵀ, on each kind of number",
    arguments: Backend.allCases)
  func crossEntropy(_ backend: Backend) {
    let x: Tensor<Double> = [0.5, -1, 2, 0.25, -3]
    withBackend(backend) {
      let p = x.softmax()
      let expected = Tensor<Double>(
        shape: [5, 5],
        elements: (0..<25).map { i in
          let (j, k) = (i / 5, i % 5)
          return (j == k ? p.elements[j] : 0) - p.elements[j] * p.elements[k]
        })
      let found = hessian(at: x) { x in
        softmaxCrossEntropy(logits: x.reshaped(to: [1, 5]), labels: [3])
      }
      #expect(difference(found, expected) < 1e-15)
      let composed = hessian(at: x) { x in -x.logSoftmax()[3] }
      #expect(difference(composed, expected) < 1e-15)
      let single = hessian(at: Tensor<Float>(x)) { x in -x.logSoftmax()[3] }
      #expect(difference(Tensor(single), expected) < 1e-6)
    }
  }

  @Test("a Hessian is symmetric, and a mixed derivative is the same from either side")
  func symmetry() {
    var generator = RandomGenerator(seed: 3)
    let x = Tensor<Double>.normal([2, 3], using: &generator)
    let h = hessian(at: x) { x in
      (matmul(x, x, transposeB: true).tanh() * x.sum().exp()).sum()
    }
    #expect(h.shape == [2, 3, 2, 3])
    let flat = h.reshaped(to: [6, 6])
    #expect(difference(flat, flat.transposed()) < 1e-13 * flat.abs().max())
    let (u, v) = (
      Tensor<Double>.normal([2, 3], using: &generator),
      Tensor<Double>.normal([2, 3], using: &generator)
    )
    func f(_ x: [Variable<Dual<Double>>]) -> Variable<Dual<Double>> {
      (x[0].sin() * x[1].squared()).sum()
    }
    let none = Tensor<Double>.zeros([2, 3])
    let along = hessianVectorProduct(at: [x, x], along: [u, none], of: f).product[1]
    let across = hessianVectorProduct(at: [x, x], along: [none, v], of: f).product[0]
    #expect(((along * v).sum() - (across * u).sum()).magnitude < 1e-13)
  }

  @Test("duals nest: third derivatives")
  func thirdDerivatives() {
    let x: Tensor<Double> = [2, -1]
    let (_, _, product) = hessianVectorProduct(
      at: [Tensor(x, tangent: .ones([2]))], along: [Tensor(Tensor<Double>.ones([2]))]
    ) { x in x[0].squared().squared().sum() }
    // d/dx of 12·x².
    #expect(product[0].values() == [48, 12])
    #expect(product[0].tangents() == [48, -24])
  }

  @Test("a Jacobian of K rows is one run of the function and K ways back")
  func runsOfAJacobian() {
    var (runs, waysBack) = (0, 0)
    _ = jacobian(at: Tensor<Double>([1, 2, 3])) { x in
      runs += 1
      return Variable(
        "count", x.value,
        (
          x,
          {
            waysBack += 1
            return $0
          }
        )
      ).squared()
    }
    #expect(runs == 1 && waysBack == 3)
  }

  @Test("what is detached does not move")
  func detached() {
    let found = hessian(at: Tensor<Double>([3])) { x in (x * x.detached()).sum() }
    // The gradient is the detached x: a number whose derivative is that of x.
    #expect(found == [[1]])
    let held = hessian(at: Tensor<Double>([3])) { x in
      (x.squared() * Variable(Tensor(x.value.values()))).sum()
    }
    #expect(held == [[6]])
  }

  @Test func directionOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = hessianVectorProduct(at: [Tensor<Double>([1, 2])], along: [[1]]) { $0[0].sum() }
    }
    expect(
      "hessianVectorProduct: the inputs have the shapes [[2]], but the direction has [[1]]",
      in: result)
    let result2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Dual<Double>>(Tensor<Double>([1, 2]), tangent: [1])
    }
    expect("Tensor: the values have shape [2], but the tangents [1]", in: result2)
  }
}

func difference(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double { (a - b).abs().max() }
