import Foundation

/// What a worker leaves behind, however it ends: the input it is at, and how far it came.
///
/// A file that is mapped into the memory of both processes, so that a worker that dies from one
/// instruction to the next has written it all the same.
struct Ledger {
  private let memory: UnsafeMutableRawBufferPointer
  private static let size = 1 << 16
  private static let inputStart = 64

  /// Maps the file, which is made if it is not there.
  init(path: String) throws {
    let file = open(path, O_RDWR | O_CREAT, 0o600)
    guard file >= 0, ftruncate(file, off_t(Ledger.size)) == 0,
      let address = mmap(nil, Ledger.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      address != MAP_FAILED
    else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    close(file)
    memory = UnsafeMutableRawBufferPointer(start: address, count: Ledger.size)
  }

  /// The inputs that were read to the end.
  var done: Int {
    get { self[0] }
    nonmutating set { self[0] = newValue }
  }
  /// Those of them that were accepted.
  var accepted: Int {
    get { self[1] }
    nonmutating set { self[1] = newValue }
  }
  /// The edges that were reached.
  var reached: Int {
    get { self[2] }
    nonmutating set { self[2] = newValue }
  }
  /// Inputs that reached something new.
  var news: Int {
    get { self[3] }
    nonmutating set { self[3] = newValue }
  }

  /// The input that is being read.
  var input: [UInt8] {
    get {
      let end = Ledger.inputStart + self[4]
      return Array(memory[Ledger.inputStart..<end])
    }
    nonmutating set {
      self[4] = newValue.count
      memory[Ledger.inputStart...].copyBytes(from: newValue)
    }
  }

  private subscript(place: Int) -> Int {
    get { memory.load(fromByteOffset: 8 * place, as: Int.self) }
    nonmutating set { memory.storeBytes(of: newValue, toByteOffset: 8 * place, as: Int.self) }
  }
}
