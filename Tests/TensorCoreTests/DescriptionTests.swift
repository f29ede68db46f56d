import TensorCore
import Testing

@Suite struct DescriptionTests {
  private func expect<Element>(
    _ tensor: Tensor<Element>, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect("\(tensor)" == text, sourceLocation: sourceLocation)
  }

  @Test func ranks() {
    expect(Tensor<Float>(3.5), "Tensor<Float> []\n3.5")
    expect(Tensor<Double>([1, 2.5, 3]), "Tensor<Double> [3]\n[1.0, 2.5, 3.0]")
    expect(
      Tensor<Float>([[1, -2.5], [30, 4]]),
      """
      Tensor<Float> [2, 2]
      [[ 1.0, -2.5],
       [30.0,  4.0]]
      """)
    expect(
      Tensor<Float>.range(to: 8).reshaped(to: [2, 2, 2]),
      """
      Tensor<Float> [2, 2, 2]
      [[[0, 1],
        [2, 3]],

       [[4, 5],
        [6, 7]]]
      """)
    expect(
      Tensor<Float>.range(to: 4).reshaped(to: [2, 1, 1, 2]),
      """
      Tensor<Float> [2, 1, 1, 2]
      [[[[0, 1]]],


       [[[2, 3]]]]
      """)
  }

  @Test func integersAndTruthValues() {
    expect(
      Tensor<Int>([[1, -20], [300, 4]]),
      """
      Tensor<Int> [2, 2]
      [[  1, -20],
       [300,   4]]
      """)
    expect(Tensor([true, false]), "Tensor<Bool> [2]\n[ true, false]")
  }

  @Test func noMoreDigitsThanNeeded() {
    expect(Tensor<Float>([0.1, 0.25]), "Tensor<Float> [2]\n[0.10, 0.25]")
    expect(Tensor<Double>([1.0 / 3, 2]), "Tensor<Double> [2]\n[0.3333, 2.0000]")
    expect(Tensor<Double>([0.00012, 1]), "Tensor<Double> [2]\n[0.0001, 1.0000]")
    expect(Tensor<Float>([0, -0.0]), "Tensor<Float> [2]\n[ 0, -0]")
  }

  @Test func numbersThatAreNoneNeedNoDigits() {
    expect(Tensor<Float>([1, .nan, -.infinity]), "Tensor<Float> [3]\n[   1,  nan, -inf]")
    expect(Tensor<Float>([0.5, .nan, .infinity]), "Tensor<Float> [3]\n[0.5, nan, inf]")
    expect(Tensor<Float>([.nan]), "Tensor<Float> [1]\n[nan]")
  }

  @Test func scientificNotation() {
    expect(Tensor<Double>([0.00001, 1]), "Tensor<Double> [2]\n[1e-05, 1e+00]")
    expect(Tensor<Float>([1e10, -1]), "Tensor<Float> [2]\n[ 1e+10, -1e+00]")
    expect(
      Tensor<Double>([[1.5e-7, .nan], [.infinity, -2]]),
      """
      Tensor<Double> [2, 2]
      [[ 1.5e-07,      nan],
       [     inf, -2.0e+00]]
      """)
  }

  @Test func noElements() {
    expect(Tensor<Float>.zeros([0]), "Tensor<Float> [0]\n[]")
    expect(Tensor<Float>.zeros([2, 0]), "Tensor<Float> [2, 0]\n[[],\n []]")
    expect(Tensor<Float>.zeros([0, 2]), "Tensor<Float> [0, 2]\n[]")
  }

  @Test func moreThanAThousandElementsAreElided() {
    let thousand = "\(Tensor<Float>.range(to: 1000))"
    #expect(!thousand.contains("…"))
    expect(
      Tensor<Float>.range(to: 1001),
      "Tensor<Float> [1001]\n[   0,    1,    2, …,  998,  999, 1000]")
    expect(
      Tensor<Int>(0..<2000).reshaped(to: [200, 10]),
      """
      Tensor<Int> [200, 10]
      [[   0,    1,    2, …,    7,    8,    9],
       [  10,   11,   12, …,   17,   18,   19],
       [  20,   21,   22, …,   27,   28,   29],
       …,
       [1970, 1971, 1972, …, 1977, 1978, 1979],
       [1980, 1981, 1982, …, 1987, 1988, 1989],
       [1990, 1991, 1992, …, 1997, 1998, 1999]]
      """)
    // An axis of up to six is shown whole.
    expect(
      Tensor<Int>(0..<2002).reshaped(to: [1001, 2]),
      """
      Tensor<Int> [1001, 2]
      [[   0,    1],
       [   2,    3],
       [   4,    5],
       …,
       [1996, 1997],
       [1998, 1999],
       [2000, 2001]]
      """)
  }
}
