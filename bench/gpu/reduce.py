"""Takes the machine code of other GPUs out of a library, in place: python3 reduce.py LIBRARY 90

The code of each architecture is an entry of the section .nv_fatbin, of which the driver reads the one that fits the device.
The others are filled with zeros and keep their places, so that nothing else moves and the archive packs them to nothing.
Code that is for families (sm_90a) goes with its architecture. Says how many bytes of code are left; fails where the section
does not look as CUDA 13 writes it, or where nothing is left.
"""

import struct
import sys

REGION_MAGIC = 0xBA55ED50
# Of a region: magic, version, bytes of this header, bytes of the entries behind it.
REGION = struct.Struct("<IHHQ")
# Of an entry: kind, version, bytes of this header, bytes of its code; then, at its place, the architecture.
ENTRY = struct.Struct("<HHIQ")
ARCHITECTURE = 28


def sections(data):
    """Name, offset and bytes of each section of a 64-bit ELF file."""
    if data[:5] != b"\x7fELF\x02":
        raise SystemExit("no 64-bit ELF file")
    start, size, count, names = struct.unpack_from("<Q10xHHH", data, 0x28)
    headers = [struct.unpack_from("<IIQQQQ", data, start + index * size) for index in range(count)]
    table = headers[names][4]
    for name, _, _, _, offset, length in headers:
        end = data.index(b"\0", table + name)
        yield bytes(data[table + name : end]).decode(), offset, length


def entries(data, offset, length):
    """Architecture, offset and bytes of each entry's code."""
    place, end = offset, offset + length
    while place < end:
        magic, _, header, inside = REGION.unpack_from(data, place)
        if magic != REGION_MAGIC:
            # Regions begin at multiples of eight.
            place += 8
            continue
        entry, place = place + header, place + header + inside
        while entry < place:
            _, _, header, code = ENTRY.unpack_from(data, entry)
            if header < ENTRY.size or entry + header + code > place:
                raise SystemExit(f"an entry at {entry:#x} is not as expected")
            yield struct.unpack_from("<I", data, entry + ARCHITECTURE)[0], entry + header, code
            entry += header + code


def main():
    path, wanted = sys.argv[1], int(sys.argv[2])
    with open(path, "rb") as file:
        data = bytearray(file.read())
    kept = taken = 0
    for name, offset, length in sections(data):
        if name != ".nv_fatbin":
            continue
        for architecture, place, code in entries(data, offset, length):
            if architecture == wanted:
                kept += code
            else:
                data[place : place + code] = bytes(code)
                taken += code
    if not kept:
        raise SystemExit(f"{path} has no code for sm_{wanted}")
    with open(path, "wb") as file:
        file.write(data)
    print(f"{path}: {kept >> 20} MiB of code for sm_{wanted} kept, {taken >> 20} MiB of others taken out")


if __name__ == "__main__":
    main()
