import Foundation
import TensorCore
import Testing

/// Numbers that are known from elsewhere: the published algorithms in C.
@Suite struct RandomGeneratorTests {
  private func draw(_ count: Int, _ generator: RandomGenerator) -> [UInt64] {
    var generator = generator
    return (0..<count).map { _ in generator.next() }
  }

  @Test func xoshiro256StarStar() {
    #expect(
      draw(10, RandomGenerator(state: (1, 2, 3, 4))) == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
        10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
      ])
  }

  @Test func splitMix64() {
    var generator = SplitMix64(state: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  /// SplitMix64 spreads the seed, then xoshiro256** draws.
  @Test func seeds() {
    #expect(
      draw(3, RandomGenerator(seed: 0)) == [
        11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768,
      ])
    #expect(
      draw(3, RandomGenerator(seed: 42)) == [
        1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009,
      ])
    #expect(draw(1, RandomGenerator(seed: .max)) == [10_328_197_420_357_168_392])
  }

  @Test func aGeneratorIsAValue() {
    var generator = RandomGenerator(seed: 7)
    let copy = generator
    let first = draw(20, generator)
    #expect(draw(20, copy) == first)
    #expect(generator == copy)
    _ = generator.next()
    #expect(generator != copy)
    #expect(draw(19, generator) == Array(first.dropFirst()))
    #expect(draw(20, RandomGenerator(seed: 8)) != first)
  }

  @Test func splittingIsPinned() {
    var parent = RandomGenerator(seed: 42)
    let child = parent.split()
    #expect(draw(2, child) == [7_530_979_691_551_061_005, 7_392_115_206_242_800_683])
    #expect(draw(1, parent) == [18_295_552_978_065_317_476])
  }

  @Test func splitStreamsShareNothing() {
    var parent = RandomGenerator(seed: 1)
    let unsplit = parent
    var first = parent.split()
    var second = parent.split()
    let nested = first.split()
    let deeper = second.split()
    let streams = [unsplit, parent, first, second, nested, deeper].map { draw(1000, $0) }
    // The undivided parent and the one after two splits give the same numbers 8 draws apart.
    #expect(Array(streams[0].dropFirst(8)) == Array(streams[1].dropLast(8)))
    // Of 5000 draws of 64 bits, two are equal by chance with a probability below 10⁻¹².
    #expect(Set(streams.dropFirst().joined()).count == 5000)
    for stream in streams.dropFirst(2) {
      #expect(Set(stream).isDisjoint(with: streams[0]))
    }
  }

  @Test func splitStreamsAreUncorrelated() {
    var parent = RandomGenerator(seed: 3)
    var child = parent.split()
    let n = 20_000
    let products = (0..<n).map { _ in (parent.uniform() - 0.5) * (child.uniform() - 0.5) }
    // Σ of n products with variance 1/144 each; 4 standard deviations.
    #expect(abs(products.reduce(0, +)) < 4 * (Double(n) / 144).squareRoot())
  }
}
