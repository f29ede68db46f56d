import TensorCore
import Testing

@testable import Autograd

@Suite struct WithoutRecordingTests {
  @Test("what is calculated inside leaves nothing on the tape, and has no gradient")
  func nothingIsRecorded() {
    let tape = Tape<Double>()
    let x = tape.track([3])
    let inside = withoutRecording {
      #expect(x.isConstant)
      return x.squared() * 5
    }
    #expect(tape.count == 1)
    #expect(inside.isConstant && inside.value == [45])
    #expect(!x.isConstant)
    let y = x * inside
    #expect(tape.count == 2)
    #expect(tape.gradients(of: y, tracked: 1, file: #fileID, line: #line).tensors == [[45]])
  }

  @Test("what is only handed through keeps its gradient")
  func handedThrough() {
    #expect(gradient(at: Tensor<Double>(3)) { x in withoutRecording { x } * 2 } == Tensor(2))
  }

  @Test("a differentiation that begins inside records, and the one around it goes on afterward")
  func differentiationInside() {
    let outer = gradient(at: Tensor<Double>(3)) { x in
      let slope = withoutRecording {
        gradient(at: x.value) { y in
          // Inside of a further one it rests as well.
          #expect(withoutRecording { y * 2 }.isConstant)
          return y * y * x
        }
      }
      #expect(slope == Tensor(18))
      return x * Variable(slope)
    }
    #expect(outer == Tensor(18))
  }

  @Test("also after an error, recording goes on")
  func errors() {
    struct Stop: Error {}
    let slope = gradient(at: Tensor<Double>(3)) { x in
      #expect(throws: Stop.self) { try withoutRecording { throw Stop() } }
      return x * x
    }
    #expect(slope == Tensor(6))
  }

  @Test("other tasks go on recording meanwhile")
  func otherTasks() async {
    await withTaskGroup(of: Tensor<Double>.self) { group in
      for index in 0..<8 {
        group.addTask {
          var slope = Tensor<Double>(0)
          for _ in 0..<200 {
            slope = gradient(at: Tensor<Double>(3)) { x in
              index % 2 == 0 ? x * x : x * withoutRecording { x * x }
            }
            if slope != Tensor(index % 2 == 0 ? 6 : 9) { break }
          }
          return slope - Tensor(index % 2 == 0 ? 6 : 9)
        }
      }
      for await error in group { #expect(error == Tensor(0)) }
    }
  }
}
