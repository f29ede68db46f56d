import Curriculum
import Gradus
import Testing

@Suite("Inputs and properties")
struct PropertyTests {
  @Test("inputs have no size, sign or scale in common") func inputs() {
    let inputs = Input.all(seed: 1)
    for numbers in Input.Numbers.allCases {
      let sizes = inputs.filter { $0.numbers == numbers }
      for holds: (Input) -> Bool in [
        { $0.rows == 1 }, { $0.columns == 1 }, { $0.rows % 2 == 1 }, { $0.rows % 2 == 0 },
        { $0.rows > 8 }, { $0.columns > 8 }, { $0.rows == $0.columns }, { $0.rows > $0.columns },
        { $0.rows < $0.columns },
      ] {
        #expect(sizes.contains(where: holds) && !sizes.allSatisfy(holds))
      }
      for var input in sizes {
        let elements = input.matrix().elements
        switch numbers {
        case .ordinary, .tied: break
        case .positive: #expect(elements.allSatisfy { $0 > 0 })
        case .negative: #expect(elements.allSatisfy { $0 < 0 })
        case .large: #expect(elements.contains { $0.magnitude > 100 })
        case .small: #expect(elements.allSatisfy { $0.magnitude < 1e-4 })
        }
      }
    }
  }

  @Test("errors have to come through, as they are and at once") func errors() throws {
    func judge(_ answer: @escaping (_ step: () throws -> Void) throws -> Void) throws {
      try expectHandsOnErrors("answer", of: "step", calls: 2) { try answer($0) }
    }
    try judge { step in for _ in 1...2 { try step() } }
    #expect(throws: Disagreement.self) { try judge { step in for _ in 1...2 { try? step() } } }
    #expect(throws: Disagreement.self) {
      try judge { step in
        do { for _ in 1...2 { try step() } } catch { throw OtherError() }
      }
    }
    #expect(throws: Disagreement.self) {
      try judge { step in
        do { try step() } catch {}
        try step()
      }
    }
    #expect(throws: Todo.self) { try judge { _ in throw Todo("f") } }
  }
}

private struct OtherError: Error {}
