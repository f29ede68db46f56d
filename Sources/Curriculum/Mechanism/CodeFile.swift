import Foundation

/// The file of code that an address in this process belongs to, and where it begins in memory.
func codeFile(of address: UnsafeRawPointer) -> (name: String, base: UInt)? {
  // What C's function fills in: the file's name, its address, and the name and the address of a symbol.
  var information: [UInt] = [0, 0, 0, 0]
  let find = cFunction(
    "dladdr", as: (@convention(c) (UnsafeRawPointer, UnsafeMutablePointer<UInt>) -> Int32).self)
  guard find(address, &information) != 0,
    let name = UnsafePointer<CChar>(bitPattern: information[0])
  else { return nil }
  return (String(cString: name), information[1])
}

/// A function of the C library by its name, for those that Swift does not import on Linux.
func cFunction<Function>(_ name: String, as type: Function.Type) -> Function {
  unsafeBitCast(dlsym(dlopen(nil, RTLD_NOW), name), to: type)
}
