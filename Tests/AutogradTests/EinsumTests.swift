import Autograd
import TensorCore
import Testing

@Suite struct EinsumTests {
  @Test(
    "is the sum of products over all letters, by loops",
    arguments: [
      "ij,jk->ik", "ij, kj -> ki", "i,j->ij", "ij,ij->ij", "ij,ij->", "ij,jk->j", "ij,jk->",
      "ji->ij",
      "ij->", "bij,bkj->bik", "bqhd,bkhd->bhqk", "i,i,i->i", "ij,jk,kl->il", "ab,cd->dbca", ",i->i",
    ])
  func isASumOfProducts(formula: String) {
    var generator = RandomGenerator(seed: 5)
    let extents: [Character: Int] = [
      "i": 2, "j": 3, "k": 4, "l": 2, "b": 2, "q": 3, "h": 2, "d": 3, "a": 2, "c": 1,
    ]
    let sides = formula.filter { $0 != " " }.split(
      separator: "->", omittingEmptySubsequences: false)
    let letters = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    let output = Array(sides[1])
    let inputs = letters.map {
      Tensor<Double>.normal(Shape($0.map { extents[$0]! }), using: &generator)
    }
    let result: Tensor<Double> =
      switch inputs.count {
      case 1: einsum(formula, inputs[0])
      case 2: einsum(formula, inputs[0], inputs[1])
      default: Einsum(formula).combine(inputs[0], inputs[1], inputs[2])
      }
    let all = Set(letters.joined()).sorted()
    let shape = Shape(output.map { extents[$0]! })
    #expect(result.shape == shape)
    func place(_ letters: [Character], _ position: [Character: Int]) -> Int {
      letters.reduce(0) { $0 * extents[$1]! + position[$1]! }
    }
    var sums = [Double](repeating: 0, count: shape.elementCount)
    for element in 0..<all.reduce(1, { $0 * extents[$1]! }) {
      let indices = Shape(all.map { extents[$0]! }).position(ofElement: element)
      let position = Dictionary(uniqueKeysWithValues: zip(all, indices))
      sums[place(output, position)] += zip(letters, inputs).reduce(1) {
        $0 * $1.1.elements[place($1.0, position)]
      }
    }
    for (ours, expected) in zip(result.elements, sums) {
      #expect((ours - expected).magnitude < 1e-13, "\(formula)")
    }
  }

  @Test func isWritten() {
    #expect("\(Einsum("i j, jk -> ik"))" == "ij,jk->ik")
  }

  @Test func formulasThatAreNone() async {
    let result1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Einsum("ij,jk")
    }
    expect(
      "einsum \"ij,jk\": expected inputs -> result, as in \"ij, jk -> ik\"", in: result1)
    let result2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Einsum("i.j->i")
    }
    expect(
      "einsum \"i.j->i\": \".\" is not a letter that names an axis", in: result2)
    let result3 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Einsum("ii->i")
    }
    expect(
      "einsum \"ii->i\": i stands twice in \"ii\"; a diagonal cannot be taken", in: result3)
    let result4 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Einsum("ij->ik")
    }
    expect(
      "einsum \"ij->ik\": no input has the axis k of the result", in: result4)
  }

  @Test func inputsThatDoNotFit() async {
    let result5 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = einsum("ij,jk->ik", Tensor<Float>.zeros([2, 3]))
    }
    expect(
      "einsum ij,jk->ik: expected 2 inputs, found 1", in: result5)
    let result6 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = einsum("ij,jk->ik", Tensor<Float>.zeros([2, 3]), Tensor<Float>.zeros([3]))
    }
    expect(
      "einsum ij,jk->ik: \"jk\" has 2 axes, but the input has shape [3]", in: result6)
    let result7 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = einsum("ij,jk->ik", Tensor<Float>.zeros([2, 3]), Tensor<Float>.zeros([4, 2]))
    }
    expect(
      "einsum ij,jk->ik: axis j has both 3 and 4 elements", in: result7)
  }
}
