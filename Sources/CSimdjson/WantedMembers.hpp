// The members that are wanted of each record, as a tree of names: what the walk asks at every key.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

/// No member, or no slot.
constexpr uint32_t unwanted = UINT32_MAX;

/// A member's name with what tells it from almost every other one at a glance.
///
/// Names of up to 16 bytes are equal when their counts, first 8 and last 8 bytes are.
struct Name {
  const char *text;
  uint64_t head;
  uint64_t tail;
  uint32_t count;

  /// `text` must be readable for 8 bytes, however short the name is.
  Name(const char *text, uint32_t count) : text(text), count(count) {
    std::memcpy(&head, text, 8);
    if (count < 8) {
      head &= (uint64_t(1) << (8 * count)) - 1;
      tail = head;
    } else {
      std::memcpy(&tail, text + count - 8, 8);
    }
  }
};

/// The tree. Member 0 is the record itself.
class WantedMembers {
 public:
  /// The child of this name, made if need be.
  uint32_t add(uint32_t parent, const std::string &name) {
    const std::string padded = name + std::string(8, '\0');
    const Name wanted(padded.data(), static_cast<uint32_t>(name.size()));
    if (const uint32_t known = find(parent, wanted); known != unwanted) return known;
    const auto child = static_cast<uint32_t>(members.size());
    members.emplace_back();
    names.push_back(padded);
    members[parent].children.push_back({wanted.head, wanted.tail, wanted.count, child});
    rebuild(members[parent]);
    return child;
  }

  /// Where the text of a member goes, and where the raw text of an array goes.
  uint32_t &slot(uint32_t member) { return members[member].slot; }
  uint32_t &array_slot(uint32_t member) { return members[member].array_slot; }

  void begin_record() { record++; }

  /// The member's child of this name, if it is wanted and met for the first time in this record.
  uint32_t meet(uint32_t member, const Name &name) {
    const uint32_t child = find(member, name);
    if (child == unwanted) return unwanted;
    uint64_t &met_in = members[child].met_in;
    if (met_in == record) return unwanted;
    met_in = record;
    return child;
  }

 private:
  struct Child {
    uint64_t head = 0;
    uint64_t tail = 0;
    uint32_t count = 0;
    /// `unwanted` marks a free place.
    uint32_t member = unwanted;
  };

  struct Member {
    uint32_t slot = unwanted;
    uint32_t array_slot = unwanted;
    /// The last record in which this member was met.
    uint64_t met_in = 0;
    /// One less than the number of places.
    size_t mask = 0;
    /// An open-addressing table of the children; a power of two of places, at least half of them free.
    std::vector<Child> places = std::vector<Child>(1);
    std::vector<Child> children;
  };

  static void rebuild(Member &member) {
    while (member.mask + 1 < 2 * member.children.size()) member.mask = 2 * member.mask + 1;
    member.places.assign(member.mask + 1, Child{});
    for (const Child &child : member.children) {
      size_t place = hash(child.head, child.tail, child.count) & member.mask;
      while (member.places[place].member != unwanted) place = (place + 1) & member.mask;
      member.places[place] = child;
    }
  }

  static size_t hash(uint64_t head, uint64_t tail, uint32_t count) {
    return ((head + tail) ^ count) * 0x9e3779b97f4a7c15 >> 32;
  }

  uint32_t find(uint32_t member, const Name &name) const {
    const Member &parent = members[member];
    const Child *places = parent.places.data();
    size_t place = hash(name.head, name.tail, name.count) & parent.mask;
    for (; places[place].member != unwanted; place = (place + 1) & parent.mask) {
      const Child &child = places[place];
      if (((child.head ^ name.head) | (child.tail ^ name.tail) | (child.count ^ name.count)) == 0 &&
          (name.count <= 16 || std::memcmp(names[child.member].data(), name.text, name.count) == 0)) {
        return child.member;
      }
    }
    return unwanted;
  }

  std::vector<Member> members = std::vector<Member>(1);
  /// The name of each member.
  std::vector<std::string> names = std::vector<std::string>(1);
  uint64_t record = 0;
};
