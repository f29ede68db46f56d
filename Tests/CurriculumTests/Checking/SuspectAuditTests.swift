import Curriculum
import Gradus
import Testing

@Suite("Suspects and their audit")
struct SuspectAuditTests {
  /// What an audit of some compared calls finds.
  private func confusions(_ compare: () throws -> Void) rethrows -> [String] {
    let audit = SuspectAudit()
    try SuspectAudit.$current.withValue(audit) { try compare() }
    return audit.confusions
  }

  @Test("mistakes that give the same wrong result are found, once") func confused() throws {
    let found = try confusions {
      for _ in 1...2 {
        try expect(
          1.0, equals: 1, in: "f(2)",
          suspects: [Suspect(3, "A."), Suspect(4, "B."), Suspect(3, "C.")])
      }
    }
    #expect(found == ["\"A.\" and \"C.\" give the same in f(2)"])
  }

  @Test("mistakes that differ, that say the same, or that are right here, are not confused")
  func apart() throws {
    let found = try confusions {
      try expect(1.0, equals: 1, in: "f", suspects: [Suspect(3, "A."), Suspect(3.1, "B.")])
      try expect(1.0, equals: 1, in: "f", suspects: [Suspect(3, "A."), Suspect(3, "A.")])
      try expect(1.0, equals: 1, in: "f", suspects: [Suspect(1, "A."), Suspect(1, "B.")])
      let (two, three): (Tensor<Double>, Tensor<Double>) = ([1, 2], [[1, 2]])
      try expect(
        two, equals: two, in: "f", suspects: [Suspect(three, "A."), Suspect(two * 2, "B.")])
    }
    #expect(found.isEmpty)
  }

  @Test("suspects are computed only where they are needed") func lazily() throws {
    var count = 0
    func suspects() -> [Suspect<[Int]>] {
      count += 1
      return [Suspect([2], "B.")]
    }
    try expect([1], equals: [1], in: "f", suspects: suspects())
    #expect(count == 0)
    #expect(throws: Disagreement.self) {
      try expect([2], equals: [1], in: "f", suspects: suspects())
    }
    #expect(count == 1)
  }

  /// What the parts (`p`, `v`) have to say of a result, where (1, 1) is right.
  private func why(_ p: Double, _ v: Double, _ suspects: [Suspect<(p: Double, v: Double)>])
    -> String?
  {
    do {
      try expect(
        (p: p, v: v), equals: (p: 1, v: 1), in: "f", parts: [.number("p", \.p), .number("v", \.v)],
        suspects: suspects)
      return "right"
    } catch { return (error as? Disagreement)?.why }
  }

  @Test("of results with parts, a suspect has to agree in all, or to be the only one") func parts()
  {
    let suspects: [Suspect<(p: Double, v: Double)>] = [
      Suspect((2, 1), "A."), Suspect((2, 3), "B."), Suspect((1, 4), "C."),
    ]
    #expect(why(1, 1, suspects) == "right")
    #expect(why(2, 3, suspects) == "B.")
    #expect(why(1, 4, suspects) == "C.")
    #expect(why(2, 5, suspects) == nil, "both A and B have this part")
    #expect(why(2, 5, [suspects[1]]) == "B.")
    #expect(confusions { _ = why(1, 1, suspects) }.isEmpty)
  }
}
