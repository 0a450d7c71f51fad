@echo off
rem Runs StyleStream's command line: in a distribution from its jars, in a checkout after building them where that is
rem needed.
rem As the first argument, --with-nd4j or --with-nd4j-cuda adds a device to a checkout's; a distribution has its own.
rem STYLESTREAM_JAVA_OPTIONS: options for the JVM, for example -Xmx8g.
setlocal EnableExtensions DisableDelayedExpansion
set "HOME_FOLDER=%~dp0"
set "HOME_FOLDER=%HOME_FOLDER:~0,-1%"
set "PLUGIN="

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
  echo stylestream: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; point it to a JDK 17 or newer>&2
  exit /b 1
)
if not defined JAVA_HOME (
  where java >nul 2>nul
  if errorlevel 1 (
    echo stylestream: there is no Java; install a JDK 17 or newer, or set JAVA_HOME to one>&2
    exit /b 1
  )
)

rem Java 16 and older don't know this option.
"%JAVA%" --enable-native-access=ALL-UNNAMED -version >nul 2>nul
if errorlevel 1 (
  echo stylestream: %JAVA% is older than Java 17; install a JDK 17 or newer, or set JAVA_HOME to one>&2
  exit /b 1
)

rem The fast kernels need an incubating module that not every JVM has.
set "VECTOR=--add-modules jdk.incubator.vector"
"%JAVA%" %VECTOR% -version >nul 2>nul
if errorlevel 1 set "VECTOR="

set ARGUMENTS=%*
if exist "%HOME_FOLDER%\..\lib\stylestream-service.jar" goto distribution

rem What is added to the build and to the class path for a device. Arguments are taken as they stand: cmd would
rem divide them at commas.
set "PROFILE="
set "WITH="
set "SUFFIX="
set "MODULE="
set "ADDED="
if /i "%~1"=="--with-nd4j" set "PROFILE=nd4j"
if /i "%~1"=="--with-nd4j-cuda" set "PROFILE=nd4j-cuda"
if not defined PROFILE goto command
set ARGUMENTS=%ARGUMENTS:*--with-nd4j=%
if "%PROFILE%"=="nd4j-cuda" set ARGUMENTS=%ARGUMENTS:*-cuda=%
set "WITH=-P%PROFILE%"
set "SUFFIX=-%PROFILE%"
set "MODULE=,vertx-engine/compute-nd4j"
set "ADDED=;%HOME_FOLDER%\vertx-engine\compute-nd4j\target\%PROFILE%\*"
shift

:command
if /i "%~1"=="bench" if /i not "%~2"=="--help" goto bench

if /i "%~1"=="plugin" if /i not "%~2"=="--help" goto plugin

set "TARGET=%HOME_FOLDER%\vertx-engine\service\target"
call :build "%TARGET%\built%SUFFIX%" %WITH% -pl "vertx-engine/service%MODULE%" -am || exit /b 1
set "CLASS_PATH=%TARGET%\stylestream-service.jar%ADDED%"
goto run

:plugin
set "PLUGIN=plugin-imagej"
call :build "%HOME_FOLDER%\plugin-imagej\distribution\target\built" -pl plugin-imagej/distribution -am || exit /b 1
set "CLASS_PATH=%HOME_FOLDER%\vertx-engine\service\target\stylestream-service.jar"
goto run

:distribution
for %%I in ("%HOME_FOLDER%\..") do set "HOME_FOLDER=%%~fI"
set "CLASS_PATH=%HOME_FOLDER%\lib\*"

:run
rem Nearly all memory is long-lived arrays: any other collector, or a larger young generation, only
rem makes the process bigger.
"%JAVA%" %VECTOR% -XX:MaxRAMPercentage=80 -XX:+UseSerialGC -XX:MaxNewSize=64m -Djava.awt.headless=true "-Dstylestream.home=%HOME_FOLDER%" %STYLESTREAM_JAVA_OPTIONS% -cp "%CLASS_PATH%" org.stylestream.service.cli.Main %ARGUMENTS%
exit /b %ERRORLEVEL%

:bench
set "TARGET=%HOME_FOLDER%\vertx-engine\benchmarks\target"
set "PROFILES=benchmarks"
if defined PROFILE set "PROFILES=benchmarks,%PROFILE%"
call :build "%TARGET%\built%SUFFIX%" "-P%PROFILES%" -pl "vertx-engine/benchmarks%MODULE%" -am || exit /b 1
set "ARGUMENTS="
shift
:next
if "%~1"=="" goto compare
set "ARGUMENTS=%ARGUMENTS% "%~1""
shift
goto next
:compare
"%JAVA%" %VECTOR% %STYLESTREAM_JAVA_OPTIONS% -cp "%TARGET%\classes;%TARGET%\lib\*%ADDED%" org.stylestream.benchmarks.Benchmarks %ARGUMENTS%
exit /b %ERRORLEVEL%

:build
set "STAMP=%~1"
set "MAVEN_ARGUMENTS="
shift
:argument
if "%~1"=="" goto stale
set "MAVEN_ARGUMENTS=%MAVEN_ARGUMENTS% %~1"
shift
goto argument
:stale
if exist "%STAMP%" (
  powershell -NoProfile -Command "$built = (Get-Item -LiteralPath $env:STAMP).LastWriteTimeUtc; $files = @(Get-Item -LiteralPath (Join-Path $env:HOME_FOLDER 'pom.xml')) + @(@('protocols', 'vertx-engine', $env:PLUGIN) | Where-Object { $_ } | ForEach-Object { Get-ChildItem -LiteralPath (Join-Path $env:HOME_FOLDER $_) -Recurse -File } | Where-Object { $_.FullName -notmatch '\\target\\' -and ($_.Name -eq 'pom.xml' -or $_.FullName -match '\\src\\main\\') }); if ($files | Where-Object { $_.LastWriteTimeUtc -gt $built }) { exit 1 }"
  if not errorlevel 1 exit /b 0
)
where mvn >nul 2>nul
if errorlevel 1 (
  echo stylestream: StyleStream must be built first and there is no Maven; install Maven 3.8.1 or newer>&2
  exit /b 1
)
echo stylestream: building ...>&2
pushd "%HOME_FOLDER%"
call mvn -B -q -Dmaven.test.skip=true %MAVEN_ARGUMENTS% package >&2
set "RESULT=%ERRORLEVEL%"
popd
if not "%RESULT%"=="0" (
  echo stylestream: the build failed; its last lines are above>&2
  exit /b 1
)
type nul > "%STAMP%"
exit /b 0
