#!/bin/sh
# Packs dist/prompter, which `make bundle` made, into dist/prompter_VERSION_ARCH.deb.
set -eu
cd "$(dirname "$0")/../.."
bundle=${1:-dist/prompter}
out=${2:-dist}
[ -x "$bundle/prompter" ] || { echo "$bundle: no bundle is there; run: make bundle"; exit 1; }
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml | head -1)
arch=$(dpkg --print-architecture)
id=io.github.prompter.Prompter
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
mkdir -p "$root/DEBIAN" "$root/usr/lib" "$root/usr/bin" "$root/usr/share/applications" \
    "$root/usr/share/metainfo" "$root/usr/share/icons/hicolor/scalable/apps" \
    "$root/usr/share/doc/prompter"
cp -a "$bundle" "$root/usr/lib/prompter"
ln -s ../lib/prompter/prompter "$root/usr/bin/prompter"
cp packaging/linux/$id.desktop "$root/usr/share/applications/"
cp packaging/linux/$id.metainfo.xml "$root/usr/share/metainfo/"
cp packaging/linux/$id.svg "$root/usr/share/icons/hicolor/scalable/apps/"
cp LICENSE "$root/usr/share/doc/prompter/copyright"
gzip -9nc THIRD_PARTY_LICENSES > "$root/usr/share/doc/prompter/third_party_licenses.gz"
size=$(du -sk "$root/usr" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE_KB@/$size/" \
    packaging/debian/control.in > "$root/DEBIAN/control"
find "$root" -type d -exec chmod 755 {} +
find "$root/usr/share" -type f -exec chmod 644 {} +
mkdir -p "$out"
dpkg-deb --root-owner-group -Zgzip -z6 --build "$root" "$out/prompter_${version}_${arch}.deb"
