import Testing

@testable import TensorCore

@Suite("Cores") struct CoreTests {
  @Test("a container that is given less time than its cores have gets fewer threads")
  func quota() {
    #expect(usableCoreCount(cores: 8, quota: "50000 100000\n") == 1)
    #expect(usableCoreCount(cores: 8, quota: "100000 100000\n") == 1)
    #expect(usableCoreCount(cores: 8, quota: "250000 100000\n") == 3)
    #expect(usableCoreCount(cores: 2, quota: "9223372036854775807 1\n") == 2)
  }

  @Test(
    "a system that tells nothing, or what cannot be, gives one a core",
    arguments: [
      nil, "", "max 100000\n", "max", "0 100000", "-1 100000", "100000 0", "1 2 3", "a b",
    ])
  func nothing(quota: String?) {
    #expect(usableCoreCount(cores: 4, quota: quota) == 4)
    #expect(usableCoreCount(cores: 0, quota: quota) == 1)
  }
}
