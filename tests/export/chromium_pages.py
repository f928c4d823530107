"""Opens each page and each SVG of a folder in headless Chromium, and leaves what it shows as PNG and PDF in FOLDER/shown.

    python tests/export/chromium_pages.py FOLDER

Needs Chromium (or the browser that CHROMIUM names).
"""

import glob
import os
import shutil
import subprocess
import sys
import xml.dom.minidom

names = ["chromium", "chromium-browser", "google-chrome"]
browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
if not browser:
    print("skipped: there is no Chromium")
    sys.exit(77)

folder = os.path.abspath(sys.argv[1])
shown = os.path.join(folder, "shown")
os.makedirs(shown, exist_ok=True)


def run(path, *flags):
    profile = os.path.join(shown, "profile")
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-extensions"]
    command += ["--no-first-run", "--user-data-dir=" + profile, "--enable-logging=stderr", *flags, "file://" + path]
    said = subprocess.run(command, capture_output=True, timeout=120).stderr.decode(errors="replace")
    assert "CONSOLE" not in said, said  # blocked requests and errors end up there


def shot(path, name, width, height, *flags):
    picture = os.path.join(shown, name + ".png")
    run(path, "--window-size=%d,%d" % (width, height), "--screenshot=" + picture, *flags)
    assert os.path.getsize(picture) > 5000, picture


count = 0
for path in sorted(glob.glob(os.path.join(folder, "*.html"))):
    name = os.path.basename(path)[: -len(".html")]
    # Chromium's windows are at least 500 pixels wide; a frame of a page has the width of a phone.
    phone = os.path.join(shown, name + "-phone.html")
    with open(phone, "w") as frame:
        frame.write('<body style="margin:0"><iframe src="../%s.html" style="width:390px;height:4000px;border:0">' % name)
    for scheme, flags in [("light", []), ("dark", ["--blink-settings=preferredColorScheme=0"])]:
        shot(path, name + "-wide-" + scheme, 1280, 3200, *flags)
        shot(phone, name + "-phone-" + scheme, 500, 4000, *flags)
    document = os.path.join(shown, name + ".pdf")
    run(path, "--no-pdf-header-footer", "--print-to-pdf=" + document)
    assert os.path.getsize(document) > 5000, document
    count += 1
for path in sorted(glob.glob(os.path.join(folder, "*.svg"))):
    image = xml.dom.minidom.parse(path).documentElement
    size = [int(float(image.getAttribute(side))) for side in ("width", "height")]
    shot(path, os.path.basename(path), *size)
    count += 1
assert count
shutil.rmtree(os.path.join(shown, "profile"), ignore_errors=True)
print("Chromium: %d pages" % count)
