; Inno Setup script. Not run by the project so far: it needs Windows and Inno Setup 6.
; First: pyinstaller packaging\pyinstaller\prompter.spec   Then: iscc packaging\windows\prompter.iss
#define Version "0.1.0"

[Setup]
AppId={{8C0B3D5B-6C0E-4C0E-9C57-5C1D1B2B7E55}
AppName=Prompter
AppVersion={#Version}
AppPublisher=The Prompter authors
DefaultDirName={autopf}\Prompter
DefaultGroupName=Prompter
; For this user alone, without asking for an administrator.
PrivilegesRequired=lowest
OutputDir=..\..\dist
OutputBaseFilename=prompter-{#Version}-setup
LicenseFile=..\..\LICENSE
Compression=lzma2
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible

[Files]
Source: "..\..\dist\prompter\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Prompter"; Filename: "{app}\prompter.exe"
Name: "{group}\Remove Prompter"; Filename: "{uninstallexe}"

; Calls that were kept stay where they are: they are the user's.
