import Curriculum08
import Testing

@Suite("What lesson 8 is about")
struct SeeingTypesTests {
  @Test("a box of a negative extent says its edges") func box() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Box(left: 3, top: 0, right: 2, bottom: 1) }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Box: expected finite edges with left <= right and top <= bottom"))
    #expect(message.contains("found left 3.0, top 0.0, right 2.0, bottom 1.0"))
  }

  @Test("filters of shapes that disagree say both") func filters() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Filters(weight: [[[[1]]]], bias: [1, 2]) }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Filters: expected a weight of shape [O, C, KH, KW]"))
    #expect(message.contains("found [1, 1, 1, 1] and [2]"))
  }
}
