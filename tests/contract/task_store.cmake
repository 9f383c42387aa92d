# The contract suites of the task store and of the table under it, for every test binary that runs them.
set(task_store_contract
  ${CMAKE_SOURCE_DIR}/tests/contract/record_table_contract.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/stored_tasks_place.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_admission.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_cancelling.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_claims.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_downloads.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_expiry.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_mail.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_races.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_reading.cpp
  ${CMAKE_SOURCE_DIR}/tests/contract/task_store_contract_replies.cpp)
